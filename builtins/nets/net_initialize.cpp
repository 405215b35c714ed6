// NetInitialize: first values for the arrays of a net.
#include "builtins/nets/errors.h"
#include "builtins/nets/layers.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/register.h"
#include "builtins/nets/values.h"
#include "nets/graph.h"
#include "nets/initialize.h"

namespace lykos::builtins {

using nets::Net;
using nets::NetError;

namespace {

// A method such as {"Random", "Weights" -> NormalDistribution[0, 0.1]}: distributions centred at 0 are given by their deviation.
Expr distributions_as_deviations(const Expr& expr) {
  if (expr.has_head(sym::NormalDistribution)) {
    if (expr.size() == 0) return Expr::integer(1);
    if (expr.size() == 2) {
      const auto mean = machine_real(expr[0]);
      if (mean && *mean == 0) return expr[1];
    }
    throw NetError("notudist", "The distribution " + short_text(expr) + " should have mean 0.");
  }
  if (!expr.is_list() && !expr.is_rule()) return expr;
  std::vector<Expr> parts;
  for (const Expr& part : expr.args()) parts.push_back(distributions_as_deviations(part));
  return make_normal(expr.head(), std::move(parts));
}

nets::InitializeOptions read_options(Call& call) {
  nets::InitializeOptions options;
  const Expr method = call.option(sym::Method);
  const auto value = read_value(distributions_as_deviations(method));
  if (!value) throw NetError("notfspec", short_text(method) + " is not a method: \"Kaiming\", \"Xavier\", \"Orthogonal\", \"Random\" and \"Identity\" are.");
  options = nets::parse_initialize_method(*value);
  options.seed = read_seed(call.option(sym::RandomSeeding));
  return options;
}

Expr initialize_expression(const Expr& subject, const nets::InitializeOptions& options, bool forget) {
  if (subject.is_list()) {
    Builder results(sym::List, subject.size());
    for (const Expr& element : subject.args()) results.push(initialize_expression(element, options, forget));
    return results.finish();
  }
  const Net* net = as_net(subject);
  if (!net) {
    std::string text = short_text(subject) + " is not a net.";
    if (subject.is_symbol() && nets::find_layer(symbol_name(subject))) text += " " + symbol_name(subject) + "[] is.";
    throw NetError("arg1", text);
  }
  const Net result = forget ? nets::without_arrays(*net) : nets::initialize(*net, options);
  return result.pointer() == net->pointer() ? subject : wrap_net(result);
}

// NetInitialize[net], NetInitialize[net, All], NetInitialize[net, None]; net may be a list of nets.
MaybeExpr builtin_NetInitialize(Call& call) {
  return guarded(call.head(), [&] {
    nets::InitializeOptions options = read_options(call);
    bool forget = false;
    if (call.size() > 1) {
      options.overwrite = call[1].is(sym::All);
      forget = call[1].is(sym::None);
      if (!options.overwrite && !forget && !call[1].is(sym::Automatic)) {
        throw NetError("arg2", short_text(call[1]) + " should be All (give every array a new value) or None (forget all values).");
      }
    }
    return initialize_expression(call[0], options, forget);
  });
}

constexpr Builtin kBuiltins[] = {
    {.name = "NetInitialize",
     .fn = builtin_NetInitialize,
     .arity = between(1, 2),
     .attributes = kProtected | kReadProtected,
     .usage = "NetInitialize[net] gives values to all arrays of net that have none.\n"
              "NetInitialize[net, All] gives new values to all arrays.\n"
              "NetInitialize[net, None] removes all values.\n"
              "NetInitialize[{net1, net2, ...}] initialises several nets.",
     .options = "{Method -> \"Kaiming\", RandomSeeding -> 1234}",
     .messages = {{"nninit", "`1`"}, {"nfspec", "`1`"}, {"arg1", "`1`"}, {"arg2", "`1`"}, {"notfspec", "`1`"}, {"notudist", "`1`"},
                  {"badcustominit", "`1`"}, {"seeding", "`1`"}, {"tnsrmaxsz", "`1`"}}},
};

}  // namespace

void register_net_initialize(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
