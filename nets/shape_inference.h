// Shape inference: port and array types refined in both directions until nothing changes.
//
// Every layer offers a function that refines the types of its own ports and arrays from one another (InferenceContext). For a
// container, ports joined by edges share one type; layers are revisited while a type they touch changed. A contradiction throws a
// ShapeError naming the layer, the port and both shapes. Unknown parts stay unknown and are filled by a later change.
#pragma once

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "nets/layer_spec.h"
#include "nets/net.h"

namespace lykos::nets {

/// What a layer's inference function sees: parameters to read, types to refine. Types only ever get more specific.
class InferenceContext {
 public:
  InferenceContext(const NetNode& layer, Path path, std::vector<PortType*> inputs, std::vector<PortType*> outputs,
                   std::vector<PortType*> arrays);
  /// The ports of the nets an operator applies, one entry for each of its children.
  struct NetPorts {
    std::vector<PortType*> inputs, outputs;
  };
  void set_nets(std::vector<NetPorts> nets) { nets_ = std::move(nets); }

  const NetNode& layer() const { return layer_; }
  const Value& parameter(std::string_view name) const { return layer_.parameter(name); }
  int input_count() const { return static_cast<int>(inputs_.size()); }
  int output_count() const { return static_cast<int>(outputs_.size()); }
  const PortType& input(int i = 0) const { return *inputs_[i]; }
  const PortType& output(int i = 0) const { return *outputs_[i]; }
  const PortType& array(std::string_view name) const;
  bool has_array(std::string_view name) const;  ///< in the row and not None
  const PortType& net_input(int net, int i) const { return *nets_[static_cast<std::size_t>(net)].inputs[static_cast<std::size_t>(i)]; }
  const PortType& net_output(int net, int i) const { return *nets_[static_cast<std::size_t>(net)].outputs[static_cast<std::size_t>(i)]; }

  /// Each refines one type by another, or throws a ShapeError naming the port or array.
  void refine_input(int i, const PortType& type);
  void refine_output(int i, const PortType& type);
  void refine_net_input(int net, int i, const PortType& type);
  void refine_net_output(int net, int i, const PortType& type);
  void refine_array(std::string_view name, const PortType& type);
  void refine_array(std::string_view name, std::vector<Extent> extents) { refine_array(name, PortType::shaped(std::move(extents))); }
  /// Input and output share shape; element kind of the output is real.
  void same_shape(int input = 0, int output = 0);
  /// An Extent known from several places at once: the unified value, or a ShapeError about `what`.
  Extent join(Extent a, Extent b, std::string_view what) const;

  /// Refuses with a text in the framework's style; `port` may be empty.
  [[noreturn]] void fail(const std::string& text, std::string_view port = {}, const std::string& given = {},
                         const std::string& expected = {}) const;
  /// Refuses a varying length: tag invvardim.
  [[noreturn]] void fail_varying(const std::string& text, std::string_view port) const;
  /// Refuses a parameter: tag netinvparam2.
  [[noreturn]] void fail_parameter(std::string_view name, const std::string& reason) const;

  bool changed() const { return changed_; }

 private:
  void refine(PortType& target, const PortType& type, std::string_view kind, const std::string& name);
  const NetNode& layer_;
  Path path_;
  std::vector<PortType*> inputs_, outputs_, arrays_;
  std::vector<NetPorts> nets_;
  bool changed_ = false;
};

/// A type imposed on a port of a net.
struct PortConstraint {
  bool output = false;
  int port = 0;
  PortType type;
};

/// The net with all types refined to a fixed point, after imposing the constraints. Unchanged parts are shared; the very
/// same handle comes back when nothing changed.
Net infer_shapes(const Net& net, const std::vector<PortConstraint>& constraints = {});

/// The net as it is evaluated by itself: input ports of open rank get the layer's usual rank where there is one
/// (LinearLayer and BatchNormalizationLayer with given arrays take a vector). Ports still open take an example of any rank.
Net settle_shapes(const Net& net);

/// True if all port and array types inside are known (varying lengths count as known).
bool shapes_known(const Net& net);

/// The net with varying (or unknown) extents of its input ports replaced by the sizes of actual data, one list of dimensions
/// per input port. Used by evaluation and training of varying-length nets. Cached by the callers.
Net with_input_dimensions(const Net& net, const std::vector<std::vector<std::int64_t>>& dimensions);

}  // namespace lykos::nets
