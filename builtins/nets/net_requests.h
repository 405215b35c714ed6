// net_requests.h - what net[data, specification] asks for.
#pragma once

#include <string>
#include <vector>

#include "expr/expr.h"
#include "expr/symbol.h"
#include "nets/evaluate.h"

namespace lykos::builtins {

/// One thing asked for: an output port or a gradient.
struct Request {
  bool is_gradient = false;
  nets::PortRef port{};
  nets::GradientRef gradient{};
  Expr key{};                     // of the result association
  Expr property = sym::Automatic; // for a decoder; None: no decoding
};

struct RequestList {
  std::vector<Request> items;
  bool as_association = false;
};

/// Reads the second argument of net[data, specification]. Throws NetError.
RequestList read_requests(const nets::Net& net, const Expr& specification);

/// "a", "b" and "c": ports as a message lists them.
std::string port_list(const std::vector<nets::Port>& ports);

}  // namespace lykos::builtins
