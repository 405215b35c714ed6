// The nets family: binds nets/ to the language.
#include "builtins/nets/register.h"

namespace lykos::builtins {

void register_nets(Registry& r) {
  register_layers(r);
  register_old_net_names(r);
  register_containers(r);
  register_net_coders(r);
  register_net_evaluation(r);
  register_net_initialize(r);
  register_net_extract(r);
  register_net_surgery(r);
  register_net_arrays(r);
  register_net_information(r);
  register_net_train(r);
  register_net_train_results(r);
  register_net_measurements(r);
  register_net_state(r);
  register_net_file();
  register_onnx_file();
}

}  // namespace lykos::builtins
