// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.source;

import java.time.Duration;

/**
 * Something that failed for a passing reason, and is about to be tried again.
 *
 * @param reason what went wrong, one line without secrets
 * @param positionBytes how many bytes of the content had come before, which are not read again
 *     where the source can go on behind them
 * @param delay how long nothing happens until then
 */
public record Retry(String reason, long positionBytes, Duration delay) {}
