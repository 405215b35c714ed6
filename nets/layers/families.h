// The families of layers, one function per file of this folder, each returning its rows. all.cpp joins them.
#pragma once

#include <vector>

#include "nets/layer_spec.h"

namespace lykos::nets {

std::vector<LayerSpec> affine_layers();         // LinearLayer, DotLayer
std::vector<LayerSpec> elementwise_layers();    // ElementwiseLayer, ThreadingLayer, TotalLayer, ParametricRampLayer, Constant...
std::vector<LayerSpec> convolution_layers();    // ConvolutionLayer, DeconvolutionLayer, PoolingLayer
std::vector<LayerSpec> normalization_layers();  // BatchNormalizationLayer, NormalizationLayer, LocalResponseNormalizationLayer
std::vector<LayerSpec> dropout_layers();        // DropoutLayer
std::vector<LayerSpec> shape_layers();          // FlattenLayer, ReshapeLayer, TransposeLayer, ReplicateLayer
std::vector<LayerSpec> assembly_layers();       // CatenateLayer, AppendLayer, PrependLayer, PartLayer, PaddingLayer
std::vector<LayerSpec> aggregation_layers();    // SummationLayer, AggregationLayer, SoftmaxLayer
std::vector<LayerSpec> indexing_layers();       // EmbeddingLayer, UnitVectorLayer, NetArrayLayer
std::vector<LayerSpec> sequence_layers();       // SequenceLastLayer, ... OrderingLayer
std::vector<LayerSpec> recurrent_layers();      // BasicRecurrentLayer, GatedRecurrentLayer, LongShortTermMemoryLayer
std::vector<LayerSpec> attention_layers();      // AttentionLayer, SequenceAttentionLayer
std::vector<LayerSpec> resampling_layers();     // ResizeLayer, SpatialTransformationLayer, ImageAugmentationLayer
std::vector<LayerSpec> random_layers();         // RandomArrayLayer
std::vector<LayerSpec> placeholder_layers();    // PlaceholderLayer
std::vector<LayerSpec> loss_layers();           // MeanSquaredLossLayer, ...
std::vector<LayerSpec> mapping_operators();     // NetMapOperator, NetMapThreadOperator, NetPairEmbeddingOperator
std::vector<LayerSpec> recurrence_operators();  // NetNestOperator, NetFoldOperator, NetBidirectionalOperator
std::vector<LayerSpec> adversarial_operators(); // NetGANOperator
std::vector<LayerSpec> function_layers();       // FunctionLayer
std::vector<LayerSpec> compiled_layers();       // CompiledLayer

/// Rows of nodes that FunctionLayer builds nets from and that have no constructor in the language. find_layer knows them, all_layers does not.
std::vector<LayerSpec> function_nodes();

}  // namespace lykos::nets
