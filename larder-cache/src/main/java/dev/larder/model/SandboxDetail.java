// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

/**
 * What a VMM needs to start a sandbox.
 *
 * @param sandbox the pin
 * @param disk the image's disk
 * @param config what the image says of running it
 */
public record SandboxDetail(Sandbox sandbox, BootDisk disk, ImageConfig config) {}
