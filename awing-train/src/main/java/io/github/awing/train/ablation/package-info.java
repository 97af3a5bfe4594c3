/**
 * Compares trainings that differ in named parts of one plan, with several seeds: the command {@code
 * ablate}, its plans, and its report.
 */
package io.github.awing.train.ablation;
