// Nets in files, and the format "WLNet" of Import and Export.
#include "builtins/nets/net_file.h"

#include <vector>

#include "builtins/files/formats.h"
#include "builtins/files/write_file.h"
#include "builtins/files/wxf.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/register.h"
#include "builtins/nets/values.h"
#include "builtins/support.h"
#include "expr/association.h"
#include "nets/graph.h"
#include "nets/layer_spec.h"

namespace lykos::builtins {

using nets::Net;

namespace {

constexpr std::string_view kMagic = "Lykos net 1\n";
constexpr std::string_view kFamily = "Lykos net ";
constexpr std::string_view kHdf5 = "\x89HDF\r\n\x1a\n";

// Only constructors of nets are evaluated when a file is read.
bool is_constructor(const Expr& expr) {
  if (!expr.is_normal() || !expr.head().is_symbol()) return false;
  const std::string name = symbol_name(expr.head());
  return name == "NetChain" || name == "NetGraph" || nets::find_layer(name) != nullptr || (name.rfind("Net", 0) == 0 && name.find("Operator") != std::string::npos);
}

}  // namespace

std::string net_to_bytes(const Net& net, const Expr& training) {
  std::vector<AssociationEntry> entries{{Expr::string("Version"), Expr::integer(1)},
                                        {Expr::string("Constructor"), make_normal(sym::HoldComplete, {constructor_expression(net)})}};
  if (!training.is_null()) entries.push_back({Expr::string("Training"), training});
  return std::string(kMagic) + to_wxf(make_association(std::move(entries)), true);
}

std::optional<Net> net_from_bytes(std::string_view bytes, std::string& problem, Expr* training) {
  if (bytes.substr(0, kHdf5.size()) == kHdf5) {
    problem = "the file is an HDF5 container, as the original program writes; only nets exported by this program can be read";
    return std::nullopt;
  }
  if (bytes.substr(0, kMagic.size()) != kMagic) {
    problem = bytes.substr(0, kFamily.size()) == kFamily ? "the net was written by a newer version of this program" : "the file does not hold a net exported by this program";
    return std::nullopt;
  }
  std::string reason;
  const MaybeExpr contents = from_wxf(bytes.substr(kMagic.size()), reason);
  if (!contents) {
    problem = "the file is damaged: " + reason;
    return std::nullopt;
  }
  const Expr* held = contents->is_association() ? association_find(*contents, Expr::string("Constructor")) : nullptr;
  if (!held || !held->has_head(sym::HoldComplete, 1) || !is_constructor((*held)[0])) {
    problem = "the file is damaged: it has no net";
    return std::nullopt;
  }
  if (training) {
    const Expr* entry = association_find(*contents, Expr::string("Training"));
    *training = entry ? *entry : Expr();
  }
  const Expr value = evaluate((*held)[0]);
  if (const Net* net = as_net(value)) return *net;
  problem = "the net can't be built here";
  return std::nullopt;
}

bool write_net_file(const Net& net, const std::string& path, std::string& problem, const Expr& training) {
  return write_whole_file(path, net_to_bytes(net, training), problem);
}

std::optional<Net> read_net_file(const std::string& path, std::string& problem, Expr* training) {
  const auto bytes = read_whole_file(path, problem);
  return bytes ? net_from_bytes(*bytes, problem, training) : std::nullopt;
}

namespace {

Expr import_net(const ImportRequest& request) {
  std::string problem;
  const auto net = net_from_bytes(request.bytes, problem);
  if (!net) {
    message(request.call->head(), "fmterr", {Expr::string(request.format), Expr::string(request.source), Expr::string(problem)});
    return failed();
  }
  const std::string element = request.element("Net");
  const auto information = [&](const char* property) { return apply(sym::Information, {wrap_net(*net), Expr::string(property)}); };
  if (element == "Net") return wrap_net(*net);
  if (element == "UninitializedNet") return wrap_net(nets::without_arrays(*net));
  if (element == "ArrayAssociation") return information("Arrays");
  if (element == "ArrayList") return information("ArraysList");
  if (element == "Summary") return apply(sym::Information, {wrap_net(*net)});
  if (element == "Version") return Expr::integer(1);
  return request.unknown_element();
}

std::optional<std::string> export_net(const ExportRequest& request) {
  const Net* net = as_net(request.value);
  if (!net) return request.fail("nodta", {request.value, Expr::string(request.format)});
  return net_to_bytes(*net);
}

}  // namespace

void register_net_file() {
  register_format({"WLNet", {"wlnet"}, import_net, export_net, true, {"ArrayAssociation", "ArrayList", "Net", "Summary", "UninitializedNet", "Version"}});
}

}  // namespace lykos::builtins
