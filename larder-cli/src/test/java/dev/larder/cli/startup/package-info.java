// SPDX-License-Identifier: Apache-2.0
/**
 * Makes what the command starts fast with, once the build has packaged it: the AOT caches of its
 * classes, and the files that would otherwise be made ready at each start. Run by the build of
 * larder-cli; knows the packaged files, and nothing of what is in them.
 */
@NullMarked
package dev.larder.cli.startup;

import org.jspecify.annotations.NullMarked;
