// Values a net is described with: parameter values, paths and spans.
//
// A `Value` is what stands at the right of a construction option or as a positional argument of a layer. The binding to the
// language converts expressions to Values and back; everything else in nets/ sees only this closed set of kinds.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "array/array.h"

namespace lykos::nets {

using array::Array;

class Net;
class ScalarExpression;
class PortCoder;
struct SharedArray;

/// One step of a path inside a net: a layer position (1-based) or a name (layer, array, port or parameter).
struct PathKey {
  std::int64_t index = 0;  ///< position when positive (negative counts from the end); 0 when the key is a name
  std::string name;

  PathKey() = default;
  PathKey(std::int64_t position) : index(position) {}  // NOLINT: implicit on purpose, paths read {1, "Weights"}
  PathKey(int position) : index(position) {}           // NOLINT
  PathKey(std::string text) : name(std::move(text)) {}  // NOLINT
  PathKey(const char* text) : name(text) {}             // NOLINT
  bool is_index() const { return index != 0 || name.empty(); }
  bool operator==(const PathKey&) const = default;
  auto operator<=>(const PathKey&) const = default;
};

/// {1, "Weights"}, {"block", 2, "Input"}; empty means the net itself.
using Path = std::vector<PathKey>;

/// A bare symbol used as a value: Inherited, All, Max, Mean, Infinity, ...
struct Name {
  std::string text;
  bool operator==(const Name&) const = default;
};

/// from ;; to ;; step with 1-based, possibly negative ends. `from ;; All` is to == -1.
struct Span {
  std::int64_t from = 1, to = -1, step = 1;
  bool operator==(const Span&) const = default;
};

struct Automatic {
  bool operator==(const Automatic&) const = default;
};
struct None {
  bool operator==(const None&) const = default;
};

/// An object of the binding that nets/ only keeps: the function a FunctionLayer was made from, the code of a CompiledLayer.
class ForeignValue {
 public:
  virtual ~ForeignValue() = default;
  virtual bool equals(const ForeignValue& other) const = 0;
  virtual std::size_t hash() const = 0;
  virtual std::string text() const = 0;
};

class Value;
using ValueList = std::vector<Value>;
/// A rule a -> b that stays a rule (LearningRateMultipliers, TransposeLayer[1 <-> 2]).
using RulePair = std::pair<Value, Value>;

/// A parameter value. Cheap to copy (large parts are shared); compared and hashed by structure.
class Value {
 public:
  enum class Kind : std::uint8_t {
    Automatic, None, Boolean, Integer, Real, String, Name, Span, List, Rule, Function, Net, Array, SharedArray, Coder, Foreign
  };

  Value() : data_(Automatic{}) {}
  Value(Automatic) : data_(Automatic{}) {}           // NOLINT: values convert implicitly so tables read well
  Value(None) : data_(None{}) {}                     // NOLINT
  Value(bool b) : data_(b) {}                        // NOLINT
  Value(int n) : data_(std::int64_t{n}) {}           // NOLINT
  Value(std::int64_t n) : data_(n) {}                // NOLINT
  Value(double x) : data_(x) {}                      // NOLINT
  Value(const char* s) : data_(std::string(s)) {}    // NOLINT
  Value(std::string s) : data_(std::move(s)) {}      // NOLINT
  Value(Name n) : data_(std::move(n)) {}             // NOLINT
  Value(Span s) : data_(s) {}                        // NOLINT
  Value(ValueList items);                            // NOLINT
  Value(RulePair rule);                              // NOLINT
  Value(const ScalarExpression& f);                  // NOLINT
  Value(const Net& net);                             // NOLINT
  Value(Array a);                                    // NOLINT
  Value(std::shared_ptr<const SharedArray> shared) : data_(std::move(shared)) {}  // NOLINT
  Value(std::shared_ptr<const PortCoder> coder) : data_(std::move(coder)) {}      // NOLINT
  Value(std::shared_ptr<const ForeignValue> foreign) : data_(std::move(foreign)) {}  // NOLINT
  static Value list(std::initializer_list<Value> items);
  static Value integers(const std::vector<std::int64_t>& items);

  Kind kind() const { return static_cast<Kind>(data_.index()); }
  bool is(Kind k) const { return kind() == k; }
  bool is_automatic() const { return is(Kind::Automatic); }
  bool is_none() const { return is(Kind::None); }
  bool is_integer() const { return is(Kind::Integer); }
  bool is_number() const { return is(Kind::Integer) || is(Kind::Real); }
  bool is_list() const { return is(Kind::List); }
  /// True for the string `text` and for the symbol `text` alike: most options accept both spellings.
  bool is_word(std::string_view text) const;

  bool boolean() const { return std::get<bool>(data_); }
  std::int64_t integer() const { return std::get<std::int64_t>(data_); }
  double number() const;  ///< of an Integer or Real
  const std::string& string() const { return std::get<std::string>(data_); }
  const std::string& name() const { return std::get<nets::Name>(data_).text; }
  /// The text of a String or Name, "" for anything else.
  std::string word() const;
  const Span& span() const { return std::get<nets::Span>(data_); }
  const ValueList& list() const { return *std::get<std::shared_ptr<const ValueList>>(data_); }
  const RulePair& rule() const { return *std::get<std::shared_ptr<const RulePair>>(data_); }
  const ScalarExpression& function() const { return *std::get<std::shared_ptr<const ScalarExpression>>(data_); }
  const Net& net() const { return *std::get<std::shared_ptr<const Net>>(data_); }
  const Array& array() const { return *std::get<std::shared_ptr<const Array>>(data_); }
  const std::shared_ptr<const nets::SharedArray>& shared_array() const {
    return std::get<std::shared_ptr<const nets::SharedArray>>(data_);
  }
  const std::shared_ptr<const PortCoder>& coder() const { return std::get<std::shared_ptr<const PortCoder>>(data_); }

  const std::shared_ptr<const ForeignValue>& foreign() const { return std::get<std::shared_ptr<const ForeignValue>>(data_); }

  /// All items are integers: returns them.
  std::optional<std::vector<std::int64_t>> integer_list() const;

  bool operator==(const Value& other) const;
  std::size_t hash() const;
  /// Readable text in the notation of the language, for messages: {2, 3}, "Same", Automatic.
  std::string text() const;

 private:
  std::variant<Automatic, None, bool, std::int64_t, double, std::string, nets::Name, nets::Span,
               std::shared_ptr<const ValueList>, std::shared_ptr<const RulePair>, std::shared_ptr<const ScalarExpression>,
               std::shared_ptr<const Net>, std::shared_ptr<const Array>, std::shared_ptr<const nets::SharedArray>,
               std::shared_ptr<const PortCoder>, std::shared_ptr<const ForeignValue>>
      data_;
};

/// The value of NetArray[name, ...]: all arrays with this name in one net are one array.
struct SharedArray {
  std::string name;
  std::optional<Array> value;
  std::optional<std::vector<std::int64_t>> dimensions;
};

/// Path in the notation of the language: {1, "Weights"}.
std::string path_text(const Path& path);
/// Path in words: `array "Weights" of layer 1`, `layer "block"`, `layer 2 of layer "block"`.
std::string path_words(const Path& path);

/// Same elements of the same type and shape.
bool same_array(const Array& a, const Array& b);
/// Hash consistent with same_array.
std::size_t hash_array(const Array& a);

inline std::size_t hash_combine(std::size_t seed, std::size_t value) {
  return seed ^ (value + 0x9e3779b97f4a7c15ULL + (seed << 6) + (seed >> 2));
}

}  // namespace lykos::nets
