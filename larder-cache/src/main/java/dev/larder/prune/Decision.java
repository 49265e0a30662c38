// SPDX-License-Identifier: Apache-2.0
package dev.larder.prune;

import dev.larder.catalog.ImageRecord;
import dev.larder.model.PrunePlan.Verdict;

/**
 * What is to become of an image.
 *
 * @param image the image under one of its names
 * @param verdict whether it goes
 * @param reason why, for people
 */
public record Decision(ImageRecord image, Verdict verdict, String reason) {}
