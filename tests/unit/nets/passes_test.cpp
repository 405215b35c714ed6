// Results do not depend on which passes improve a program, nor on the number of threads: every fixture case, and nets large enough for
// threads to share the work, with each pass off, with none and with all, on one and on two threads.
//
// Passes that only drop or share instructions leave every bit as it is; those that reorder arithmetic stay within 1e-6 of the largest
// magnitude in the array (at least 1). Two threads give the very bits of one.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>

#include "array/passes.h"
#include "tests/unit/nets/fixture_cases.h"
#include "tests/unit/nets/gradient_check.h"

using namespace lykos::nets;
using namespace lykos::nets::test;

namespace {

constexpr double kTolerance = 1e-6;
// Gradients of biases and weights of large nets are sums over thousands of places, and every order of summation rounds them differently.
constexpr double kToleranceOfSums = 4e-6;

/// LYKOS_PASSES for the length of a scope.
class Passes {
 public:
  explicit Passes(const std::string& value) {
    if (const char* old = std::getenv("LYKOS_PASSES")) before_ = old;
    setenv("LYKOS_PASSES", value.c_str(), 1);
  }
  ~Passes() {
    if (before_.empty()) unsetenv("LYKOS_PASSES");
    else setenv("LYKOS_PASSES", before_.c_str(), 1);
  }
  Passes(const Passes&) = delete;
  Passes& operator=(const Passes&) = delete;

 private:
  std::string before_;
};

struct Subject {
  std::string name;
  Net net;
  EvaluateRequest request;
  EvaluateOptions options;
  double tolerance = kTolerance;
  std::vector<Array> results{};  // with all passes on one thread
};

Net as_chain(std::vector<Net> layers, const Value& shape) {
  const Net net = initialize(make_chain({std::move(layers), {}}, {input(shape)}), {.seed = 7});
  return net;
}

Net layer(const char* head, const std::vector<Value>& positional = {}, const std::vector<Option>& options = {}) { return make_layer(head, positional, options); }

// Nets whose products, convolutions, normalisations and sums are cut into pieces for threads.
std::vector<std::pair<std::string, Net>> large_nets() {
  const Value ramp = Name{"Ramp"};
  return {
      {"convolutions", as_chain({layer("ConvolutionLayer", {8, 5}), layer("ElementwiseLayer", {ramp}), layer("PoolingLayer", {2, 2}), layer("FlattenLayer"), layer("LinearLayer", {10}), layer("SoftmaxLayer")},
                                Value::list({1, 16, 16}))},
      {"normalised convolutions", as_chain({layer("ConvolutionLayer", {16, 3}, {{"PaddingSize", 1}}), layer("BatchNormalizationLayer"), layer("ElementwiseLayer", {ramp}), layer("AggregationLayer", {Name{"Mean"}})},
                                           Value::list({8, 12, 12}))},
      {"perceptron", as_chain({layer("LinearLayer", {128}), layer("ElementwiseLayer", {Name{"Tanh"}}), layer("LinearLayer", {64}), layer("BatchNormalizationLayer"), layer("ElementwiseLayer", {"GELU"}), layer("LinearLayer", {10})}, 96)},
      {"recurrent", as_chain({layer("LongShortTermMemoryLayer", {24}), layer("NormalizationLayer"), layer("SequenceLastLayer")}, Value::list({12, 16}))},
  };
}

std::vector<Array> run(const Subject& s, int threads) {
  const Net fresh(std::make_shared<NetNode>(*s.net.pointer()));  // without the programs compiled before
  EvaluateOptions options = s.options;
  options.threads = threads;
  EvaluateResult both = evaluate(fresh, s.request, options);
  std::vector<Array> results = std::move(both.outputs);
  for (Array& gradient : both.gradients) results.push_back(std::move(gradient));
  EvaluateRequest forward = s.request;
  forward.gradients.clear();
  forward.output_gradients.clear();
  for (Array& output : evaluate(fresh, forward, options).outputs) results.push_back(std::move(output));
  return results;
}

const std::vector<Subject>& subjects() {
  static const std::vector<Subject> all = [] {
    const Passes on("");
    std::vector<Subject> list;
    for (const json& c : fixture_cases()) {
      const Net net = case_net(c, Precision::Real32);
      CaseRequest r = case_request(c, net, Precision::Real32);
      list.push_back({c.at("name").get<std::string>(), net, std::move(r.request), r.options});
    }
    for (auto& [name, net] : large_nets()) {
      for (Mode mode : {Mode::Test, Mode::Train}) {
        EvaluateRequest request;
        request.batch = 24;
        auto sizes = dimensions(net.inputs()[0].type);
        sizes.insert(sizes.begin(), request.batch);
        request.inputs = {{"Input", wavy(sizes, 0.3)}};
        request.outputs = {{{}, "Output"}};
        request.gradients = {{{}, "Input"}};
        for (const ArrayEntry& e : array_entries(net, true)) {
          if (e.spec->role == ArrayRole::Trainable) request.gradients.push_back({Path(e.path.begin(), e.path.end() - 1), e.path.back().name});
        }
        EvaluateOptions options;
        options.mode = mode;
        list.push_back({name + (mode == Mode::Train ? ", training" : ", evaluation"), net, std::move(request), options, kToleranceOfSums});
      }
    }
    for (Subject& s : list) s.results = run(s, 1);
    return list;
  }();
  return all;
}

double largest(const Array& a) {
  double scale = 1;
  for (std::int64_t i = 0; i < a.element_count(); ++i) scale = std::max(scale, std::fabs(a.real_at(i)));
  return scale;
}

void check_passes(const std::string& setting, bool exact) {
  const std::vector<Subject>& all = subjects();
  const Passes passes(setting);
  for (const Subject& s : all) {
    CAPTURE(s.name);
    const std::vector<Array> one = run(s, 1), two = run(s, 2);
    REQUIRE(one.size() == s.results.size());
    for (std::size_t k = 0; k < one.size(); ++k) {
      CAPTURE(k);
      REQUIRE(one[k].shape() == s.results[k].shape());
      if (!(two[k] == one[k])) FAIL_CHECK("two threads give other bits than one");
      if (one[k] == s.results[k]) continue;
      double error = 0;
      for (std::int64_t i = 0; i < one[k].element_count(); ++i) {
        const double difference = std::fabs(one[k].real_at(i) - s.results[k].real_at(i));
        error = std::isnan(difference) ? HUGE_VAL : std::max(error, difference);
      }
      CHECK(error <= (exact ? 0 : s.tolerance * largest(s.results[k])));
    }
  }
}

// Every pass has its own test below.
constexpr const char* kTested[] = {"dead-code", "common-subexpressions", "softmax-cross-entropy", "fold-normalization", "fuse-elementwise",
                                   "fuse-bias-gradient", "fuse-activation", "fuse-normalization-ramp", "absorb-transposes", "final-dead-code"};

}  // namespace

TEST_CASE("results on two threads are those on one") { check_passes("", true); }
TEST_CASE("results without any pass") { check_passes("none", false); }
TEST_CASE("results without the pass dead-code") { check_passes("-dead-code", true); }
TEST_CASE("results without the pass common-subexpressions") { check_passes("-common-subexpressions", true); }
TEST_CASE("results without the pass softmax-cross-entropy") { check_passes("-softmax-cross-entropy", false); }
TEST_CASE("results without the pass fold-normalization") { check_passes("-fold-normalization", false); }
TEST_CASE("results without the pass fuse-elementwise") { check_passes("-fuse-elementwise", false); }
TEST_CASE("results without the pass fuse-bias-gradient") { check_passes("-fuse-bias-gradient", false); }
TEST_CASE("results without the pass fuse-activation") { check_passes("-fuse-activation", false); }
TEST_CASE("results without the pass fuse-normalization-ramp") { check_passes("-fuse-normalization-ramp", false); }
TEST_CASE("results without the pass absorb-transposes") { check_passes("-absorb-transposes", true); }
TEST_CASE("results without the pass final-dead-code") { check_passes("-final-dead-code", true); }

TEST_CASE("every pass has a test that results do not change") {
  std::set<std::string> tested(std::begin(kTested), std::end(kTested));
  for (const lykos::array::Pass& pass : lykos::array::all_passes()) {
    CAPTURE(pass.name);
    CHECK(tested.count(pass.name) == 1);
  }
}
