// SPDX-License-Identifier: Apache-2.0
/**
 * Other people's tools as judges: the kernel's mount, fsck.erofs, GNU tar, umoci, qemu-img,
 * docker-registry, skopeo; and the trees that they show and leave.
 */
@NullMarked
package dev.larder.testkit.oracle;

import org.jspecify.annotations.NullMarked;
