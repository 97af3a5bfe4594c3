/**
 * Offers faces to DataVec and Deeplearning4j in their own terms: a record reader, image transforms
 * and a data set iterator.
 */
package io.github.awing.data.datavec;
