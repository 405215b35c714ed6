// Recurrent states of nets: where they are, and nets that have them as ports.
//
// A state is an input port of role State that nothing is connected to, of a layer or an operator (a folded net, both directions of a
// bidirectional one). States of nets that an operator applies start anew at every place and are not among them.
#pragma once

#include <string>
#include <vector>

#include "nets/net.h"

namespace lykos::nets {

struct RecurrentState {
  Path path;           ///< {1, "State"}: the layer, then the input port
  Path last;           ///< the output port that gives its last value, {1, "State"} in most cases; empty if there is none
  std::string port;    ///< its name as an input port of with_state_ports, "1/State"
  std::string output;  ///< the name of the output port there; "" if there is none
  PortType type;
};
std::vector<RecurrentState> recurrent_states(const Net& net);

/// The net with every state as an input port, and its last value as an output port of the same name. Both are ports of role State, so
/// data need not be given for them and outputs are those asked for. A lone layer has such ports already and comes back as it is.
Net with_state_ports(const Net& net);

}  // namespace lykos::nets
