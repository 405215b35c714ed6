// coders.h - NetEncoder and NetDecoder: how things of the language become arrays at a port and back.
//
// A coder is an immutable value described by its specification (what stands in NetEncoder[...]); equality, hash and InputForm
// follow from that. Kinds are classes below; make_encoder and make_decoder read a specification.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "array/array.h"
#include "expr/expr.h"
#include "nets/port_type.h"

namespace lykos::builtins {

class Coder : public nets::PortCoder {
 public:
  /// `specification` is the argument of the constructor: "Boolean" or {"Class", {...}}.
  Coder(bool decoder, std::string kind, Expr specification)
      : decoder_(decoder), kind_(std::move(kind)), specification_(std::move(specification)) {}

  bool is_decoder() const override { return decoder_; }
  std::string kind() const override { return kind_; }
  bool equals(const nets::PortCoder& other) const override;
  std::size_t hash() const override;
  std::string text() const override;

  const Expr& specification() const { return specification_; }
  Expr constructor() const;              ///< NetEncoder[specification], unevaluated
  std::string summary() const;           ///< NetEncoder["Boolean"], NetEncoder[{"Class", ...}]

  /// One example as an array of the coder's type; nothing with `problem` saying why ("... is not one of the classes").
  virtual std::optional<array::Array> encode(const Expr& value, std::string& problem) const;
  /// Levels of lists that one example has before it is encoded; one more makes a batch.
  virtual int list_depth() const { return 0; }
  /// Whether numbers can be what is encoded. Where they cannot, arrays of them that suit the port are encoded already.
  virtual bool encodes_numbers() const { return true; }
  /// True if `data` is one example rather than a list of them.
  virtual bool is_single(const Expr& data) const;
  /// Several examples; by default each by itself.
  virtual bool encode_all(std::span<const Expr> values, std::vector<array::Array>& encoded, std::string& problem) const;

  /// One example decoded. `property` is Automatic for the decision, or a string, {"TopProbabilities", n}, "TopDecisions" -> n.
  virtual MaybeExpr decode(const array::Array& values, const Expr& property, std::string& problem) const;
  /// decode, for a list of properties too, and for "Properties".
  MaybeExpr decode_properties(const array::Array& values, const Expr& property, std::string& problem) const;
  /// Names of the properties decode accepts.
  virtual std::vector<std::string> properties() const { return {}; }

  std::shared_ptr<const nets::PortCoder> repeated(const std::vector<nets::Extent>& levels) const override;
  /// How the coder is written at a port: itself, or {n, ..., coder}.
  virtual Expr at_port() const;

  /// The encoder that undoes a decoder and the reverse; null if there is none.
  virtual std::shared_ptr<const Coder> converse() const { return nullptr; }
  /// NetExtract[coder, name]: "Labels", "Form" ...
  virtual MaybeExpr parameter(std::string_view name) const;
  /// Names of the settings that Information lists.
  virtual std::vector<std::string> parameter_names() const { return {"Type"}; }

 private:
  bool decoder_;
  std::string kind_;
  Expr specification_;
};

/// {"Class", labels, "Index" | "UnitVector"} and its decoder. With "Dimensions" -> {d1, ...}, arrays of classes ("InputDepth" -> n
/// for a decoder leaves their sizes open: they are unknown extents); with "Multilabel" -> True, sets of classes. Without labels,
/// a decoder's classes are 1, 2, ....
class ClassCoder final : public Coder {
 public:
  ClassCoder(bool decoder, Expr specification, std::vector<Expr> labels, bool unit_vector, std::vector<nets::Extent> dimensions,
             bool multilabel);
  nets::PortType type() const override;
  std::optional<array::Array> encode(const Expr& value, std::string& problem) const override;
  int list_depth() const override { return static_cast<int>(dimensions_.size()) + (multilabel_ ? 1 : 0); }
  bool encodes_numbers() const override {
    return labels_.empty() || std::any_of(labels_.begin(), labels_.end(), [](const Expr& label) { return label.is_number(); });
  }
  MaybeExpr decode(const array::Array& values, const Expr& property, std::string& problem) const override;
  std::vector<std::string> properties() const override;
  std::shared_ptr<const Coder> converse() const override;
  MaybeExpr parameter(std::string_view name) const override;
  std::vector<std::string> parameter_names() const override;

  const std::vector<Expr>& labels() const { return labels_; }
  /// 1-based class number of a label, or 0.
  int index_of(const Expr& label) const;
  bool unit_vector() const { return unit_vector_; }
  bool multilabel() const { return multilabel_; }

 private:
  bool encode_into(const Expr& value, std::size_t level, float*& out, std::string& problem) const;
  MaybeExpr decode_vector(const double* p, std::size_t n, const Expr& property, std::string& problem) const;
  Expr label(std::size_t i) const { return labels_.empty() ? Expr::integer(static_cast<std::int64_t>(i + 1)) : labels_[i]; }
  Expr dimensions_expr() const;
  std::vector<Expr> labels_;
  std::unordered_map<Expr, int, ExprHash> index_;
  bool unit_vector_;
  std::vector<nets::Extent> dimensions_;
  bool multilabel_;
};

/// True and False as 1 and 0; the decoder reads a probability.
class BooleanCoder final : public Coder {
 public:
  explicit BooleanCoder(bool decoder);
  nets::PortType type() const override;
  std::optional<array::Array> encode(const Expr& value, std::string& problem) const override;
  MaybeExpr decode(const array::Array& values, const Expr& property, std::string& problem) const override;
  std::vector<std::string> properties() const override;
  std::shared_ptr<const Coder> converse() const override;
};

/// A number as it is.
class ScalarCoder final : public Coder {
 public:
  explicit ScalarCoder(bool decoder);
  nets::PortType type() const override;
  std::optional<array::Array> encode(const Expr& value, std::string& problem) const override;
  MaybeExpr decode(const array::Array& values, const Expr& property, std::string& problem) const override;
  std::shared_ptr<const Coder> converse() const override;
};

/// Strings as sequences of codes or unit vectors: "Characters", "Tokens", "UTF8" and "SubwordTokens" differ in how they split a
/// string. A decoder reads a sequence of probabilities of the codes.
class SequenceCoder final : public Coder {
 public:
  enum class Split { Characters, Tokens, Utf8, BytePairs, WordPieces };
  struct Settings {
    Split split = Split::Characters;
    std::unordered_map<std::string, int> codes;
    std::vector<std::string> elements;   ///< what code i + 1 stands for; "" for a code without a text of its own
    bool unit_vector = false;
    bool ignore_case = false;
    bool terminal_tokens = true;         ///< include the codes of StartOfString and EndOfString
    int start_code = 0, end_code = 0, unknown_code = 0;  ///< 0: not used
    std::int64_t target_length = 0;      ///< 0: as long as the string
    int code_count = 0;                  ///< number of codes in all
    Expr split_pattern = sym::Automatic;
    Expr processing = sym::None;         ///< "TextProcessing": a function of the string
  };
  SequenceCoder(bool decoder, std::string kind, Expr specification, Settings settings);
  nets::PortType type() const override;
  bool encodes_numbers() const override { return false; }
  std::optional<array::Array> encode(const Expr& value, std::string& problem) const override;
  bool is_single(const Expr& data) const override;
  MaybeExpr decode(const array::Array& values, const Expr& property, std::string& problem) const override;
  std::vector<std::string> properties() const override;
  std::shared_ptr<const Coder> converse() const override;
  MaybeExpr parameter(std::string_view name) const override;
  std::vector<std::string> parameter_names() const override;

 private:
  bool encode_string(std::string text, std::vector<std::int64_t>& codes, std::string& problem) const;
  Settings settings_;
};

/// {"Function", f, shape}: what f gives for the example; the decoder gives f of the array.
class FunctionCoder final : public Coder {
 public:
  struct Settings {
    Expr function;
    nets::PortType type;
    bool batched = false;              ///< f takes a list of examples at once
    Expr pattern = sym::None;          ///< what an example must match
    Expr initialization = sym::None;   ///< evaluated before the first use
    std::vector<std::string> properties;  ///< of a decoder: f takes one as its second argument
  };
  FunctionCoder(bool decoder, Expr specification, Settings settings);
  nets::PortType type() const override { return settings_.type; }
  std::optional<array::Array> encode(const Expr& value, std::string& problem) const override;
  bool is_single(const Expr& data) const override;
  bool encode_all(std::span<const Expr> values, std::vector<array::Array>& encoded, std::string& problem) const override;
  MaybeExpr decode(const array::Array& values, const Expr& property, std::string& problem) const override;
  std::vector<std::string> properties() const override { return settings_.properties; }
  MaybeExpr parameter(std::string_view name) const override;
  std::vector<std::string> parameter_names() const override;

 private:
  void initialize() const;
  std::optional<array::Array> check(const Expr& result, std::string& problem) const;
  Settings settings_;
  mutable bool initialized_ = false;
};

/// {"Image", size, options}: an image (or a File of one) as channels x height x width; the decoder makes an image.
std::shared_ptr<const Coder> make_image_coder(bool decoder, const Expr& specification, std::span<const Expr> arguments, std::span<const Expr> options);
/// {"CTCBeamSearch", alphabet, "BeamSize" -> n}: a decoder only.
std::shared_ptr<const Coder> make_ctc_decoder(const Expr& specification, std::span<const Expr> arguments, std::span<const Expr> options);
/// {"Function", f, shape, options}
std::shared_ptr<const Coder> make_function_coder(bool decoder, const Expr& specification, std::span<const Expr> arguments, std::span<const Expr> options);

// What the readers of specifications share.
/// The value of an option, or Automatic.
Expr coder_option(std::span<const Expr> options, std::string_view name);
/// Throws netunkparam naming the known options for any other.
void check_coder_options(const std::string& kind, std::span<const Expr> options, std::span<const char* const> known);
/// "X is not a property of ...; these are: ..."
std::string unknown_property(const Coder& coder, const Expr& property);
/// A property with a number: {"TopDecisions", n} or "TopDecisions" -> n.
struct RankedProperty {
  std::string name;
  std::optional<Expr> detail;
};
RankedProperty read_property(const Expr& property);

/// Reads NetEncoder[specification] or NetDecoder[specification]. Throws NetError invspec, invcoder.
std::shared_ptr<const Coder> make_coder(bool decoder, const Expr& specification);
/// Kinds with their own reader (text_coders.cpp).
std::shared_ptr<const Coder> make_text_coder(bool decoder, const std::string& kind, const Expr& specification,
                                             std::span<const Expr> arguments, std::span<const Expr> options);
/// UTF-8 text as one string per character.
std::vector<std::string> utf8_characters(std::string_view text);

}  // namespace lykos::builtins
