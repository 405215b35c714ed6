// register.h - the register functions of this family, one per topic.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_layers(Registry& r);             // every layer of nets/
void register_old_net_names(Registry& r);      // names of earlier versions, and what needs a network
void register_containers(Registry& r);         // NetChain, NetGraph, NetPort
void register_net_coders(Registry& r);         // NetEncoder, NetDecoder
void register_net_evaluation(Registry& r);     // net[data], NetPortGradient
void register_net_initialize(Registry& r);     // NetInitialize
void register_net_extract(Registry& r);        // NetExtract, NetReplacePart, NetReplace
void register_net_surgery(Registry& r);        // NetTake, NetDrop, NetAppend ...
void register_net_arrays(Registry& r);         // NetArray, NetSharedArray, NetInsertSharedArrays
void register_net_information(Registry& r);    // Information, Options, Normal, Length, Part ... of nets
void register_net_train(Registry& r);          // NetTrain and its options
void register_net_train_results(Registry& r);  // NetTrainResultsObject
void register_net_measurements(Registry& r);   // NetMeasurements
void register_net_state(Registry& r);          // NetUnfold, NetStateObject
void register_net_file();                      // the format WLNet
void register_onnx_file();                     // the format ONNX

void register_nets(Registry& r);

}  // namespace lykos::builtins
