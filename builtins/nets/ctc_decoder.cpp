// {"CTCBeamSearch", alphabet}: the most probable label sequences of a net trained with CTCLossLayer.
//
// Prefix beam search (Hannun et al. 2014, without a language model): for every prefix the probabilities of the paths that end in
// a blank and of those that end in its last label are kept apart, in logarithms.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "builtins/nets/coders.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/values.h"
#include "builtins/support.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using nets::NetError;
using nets::PortType;

namespace {

constexpr double kNever = -std::numeric_limits<double>::infinity();

double log_add(double a, double b) {
  if (a < b) std::swap(a, b);
  return b == kNever ? a : a + std::log1p(std::exp(b - a));
}

using Labels = std::vector<int>;
struct Scores {
  double blank = kNever, label = kNever;
  double total() const { return log_add(blank, label); }
};
using Decoding = std::pair<Labels, double>;

// Greedy: the most probable class at each step, repetitions and blanks removed.
Decoding greedy(const double* p, std::int64_t steps, int classes) {
  Decoding result{{}, 0};
  int last = -1;
  for (std::int64_t t = 0; t < steps; ++t, p += classes) {
    const int best = static_cast<int>(std::max_element(p, p + classes) - p);
    result.second += std::log(p[best]);
    if (best != last && best != classes - 1) result.first.push_back(best);
    last = best;
  }
  return result;
}

std::vector<Decoding> beam_search(const double* p, std::int64_t steps, int classes, std::size_t beam_size) {
  if (beam_size == 1) return {greedy(p, steps, classes)};
  const int blank = classes - 1;
  std::vector<std::pair<Labels, Scores>> beam{{{}, {0, kNever}}};
  for (std::int64_t t = 0; t < steps; ++t, p += classes) {
    std::map<Labels, Scores> next;
    for (const auto& [labels, scores] : beam) {
      const double total = scores.total();
      Scores& same = next[labels];
      same.blank = log_add(same.blank, total + std::log(p[blank]));
      if (!labels.empty()) same.label = log_add(same.label, scores.label + std::log(p[labels.back()]));
      for (int c = 0; c < blank; ++c) {
        if (!(p[c] > 0)) continue;
        Labels longer = labels;
        longer.push_back(c);
        // The same label again needs a blank between.
        const double before = !labels.empty() && labels.back() == c ? scores.blank : total;
        if (before == kNever) continue;
        Scores& grown = next[std::move(longer)];
        grown.label = log_add(grown.label, before + std::log(p[c]));
      }
    }
    beam.assign(next.begin(), next.end());
    std::stable_sort(beam.begin(), beam.end(), [](const auto& a, const auto& b) { return a.second.total() > b.second.total(); });
    if (beam.size() > beam_size) beam.resize(beam_size);
  }
  std::vector<Decoding> result;
  for (const auto& [labels, scores] : beam) {
    if (scores.total() != kNever) result.emplace_back(labels, scores.total());
  }
  return result;
}

class CtcDecoder final : public Coder {
 public:
  CtcDecoder(Expr specification, std::vector<Expr> alphabet, std::size_t beam_size)
      : Coder(true, "CTCBeamSearch", std::move(specification)), alphabet_(std::move(alphabet)), beam_size_(beam_size) {}

  PortType type() const override { return PortType::shaped({nets::Extent::unknown(), nets::Extent(static_cast<std::int64_t>(alphabet_.size()) + 1)}); }

  std::vector<std::string> properties() const override { return {"Decoding", "Decodings", "NegativeLogLikelihoods", "TopDecodings", "TopNegativeLogLikelihoods"}; }

  MaybeExpr decode(const Array& values, const Expr& property, std::string& problem) const override {
    const auto classes = static_cast<std::int64_t>(alphabet_.size()) + 1;
    if (values.rank() != 2 || values.shape()[1] != classes) {
      problem = "The decoder expects a sequence of vectors of " + std::to_string(classes) + " probabilities: one for each element of the alphabet, and the blank last.";
      return std::nullopt;
    }
    const auto [name, detail] = read_property(property.is(sym::Automatic) ? Expr::string("Decoding") : property);
    const std::vector<std::string> known = properties();
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      problem = unknown_property(*this, property);
      return std::nullopt;
    }
    const Array wide = values.convert(DType::Real64);
    std::vector<Decoding> found = beam_search(wide.data<double>(), values.shape()[0], static_cast<int>(classes), beam_size_);
    if (name.rfind("Top", 0) == 0) {
      const auto n = detail ? count_argument(*detail, true) : std::optional<std::int64_t>(1);
      if (!n) {
        problem = "The n in \"" + name + "\" -> n should be a positive integer.";
        return std::nullopt;
      }
      if (static_cast<std::int64_t>(found.size()) > *n) found.resize(static_cast<std::size_t>(*n));
    }
    if (name == "Decoding") return found.empty() ? make_list(std::vector<Expr>{}) : labels_expr(found[0].first);
    std::vector<Expr> results;
    for (const auto& [labels, score] : found) {
      results.push_back(name.find("Likelihood") == std::string::npos ? labels_expr(labels) : make_rule(labels_expr(labels), Expr::real(score == 0 ? 0 : -score)));
    }
    return make_list(std::move(results));
  }

  std::shared_ptr<const Coder> converse() const override {
    // Targets are sequences of labels, of any length.
    return make_coder(false, make_list({Expr::string("Class"), make_list(std::vector<Expr>(alphabet_)), make_rule(Expr::string("Dimensions"), make_list({Expr::string("Varying")}))}));
  }

  MaybeExpr parameter(std::string_view name) const override {
    if (name == "Labels" || name == "Alphabet") return make_list(std::vector<Expr>(alphabet_));
    if (name == "BeamSize") return Expr::integer(static_cast<std::int64_t>(beam_size_));
    return Coder::parameter(name);
  }
  std::vector<std::string> parameter_names() const override { return {"Type", "Labels", "BeamSize"}; }

 private:
  Expr labels_expr(const Labels& labels) const {
    std::vector<Expr> elements;
    for (int c : labels) elements.push_back(alphabet_[static_cast<std::size_t>(c)]);
    return make_list(std::move(elements));
  }

  std::vector<Expr> alphabet_;
  std::size_t beam_size_;
};

}  // namespace

std::shared_ptr<const Coder> make_ctc_decoder(const Expr& specification, std::span<const Expr> arguments, std::span<const Expr> options) {
  static constexpr const char* kOptions[] = {"BeamSize"};
  check_coder_options("CTCBeamSearch", options, kOptions);
  std::vector<Expr> alphabet;
  if (!arguments.empty() && arguments[0].is_list()) {
    alphabet = elements_of(arguments[0]);
  } else if (!arguments.empty() && arguments[0].is_string()) {
    for (const std::string& c : utf8_characters(arguments[0].string_value())) alphabet.push_back(Expr::string(c));
  }
  if (alphabet.empty()) throw NetError("invcoder", "The decoder \"CTCBeamSearch\" needs an alphabet, as in {\"CTCBeamSearch\", {\"a\", \"b\"}}.");
  constexpr std::int64_t kUsualBeam = 100;
  const Expr given = coder_option(options, "BeamSize");
  const auto size = given.is(sym::Automatic) ? std::optional<std::int64_t>(kUsualBeam) : machine_integer(given);
  if (!size || *size < 1) throw NetError("invcoder", "The value " + short_text(given) + " of \"BeamSize\" should be a positive integer.");
  return std::make_shared<CtcDecoder>(specification, std::move(alphabet), static_cast<std::size_t>(*size));
}

}  // namespace lykos::builtins
