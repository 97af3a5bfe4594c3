/**
 * Adapts faces to DataVec and Deeplearning4j: a record reader, image transforms and a data set
 * iterator.
 */
package io.github.awing.data.datavec;
