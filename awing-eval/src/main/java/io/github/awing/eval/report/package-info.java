/**
 * HTML page of a report: tables, plots and pictures in one file.
 *
 * <p>Must not compute figures or draw pictures.
 */
package io.github.awing.eval.report;
