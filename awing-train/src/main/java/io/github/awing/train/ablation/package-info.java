/**
 * Compares trainings that differ in one thing each, with several seeds: the command {@code ablate},
 * its plans, and its report.
 */
package io.github.awing.train.ablation;
