// Training: losses fall, moving averages, freezing, sharing, validation, stopping, determinism.
#include <cmath>

#include "nets/measurements.h"
#include "nets/train.h"
#include "nets/training_state.h"
#include "tests/unit/nets/support.h"

using namespace lykos::nets;
using namespace lykos::nets::test;

namespace {

struct Problem {
  Array x, y, classes;
};

// Points on a grid with a smooth function of them and the class of their quadrant.
Problem problem(int side = 16) {
  std::vector<float> x, y;
  std::vector<float> c;
  for (int i = 0; i < side; ++i) {
    for (int j = 0; j < side; ++j) {
      const float a = 2.0f * static_cast<float>(i) / static_cast<float>(side - 1) - 1, b = 2.0f * static_cast<float>(j) / static_cast<float>(side - 1) - 1;
      x.insert(x.end(), {a, b});
      y.push_back(std::sin(2 * a) + b);
      c.push_back(static_cast<float>(1 + (a > 0) + 2 * (b > 0)));
    }
  }
  const std::int64_t n = side * side;
  return {array_of({n, 2}, x), array_of({n, 1}, y), array_of({n}, c)};
}

Net regressor() {
  return make_chain({{make_layer("LinearLayer", {16}), make_layer("ElementwiseLayer", {Name{"Tanh"}}), make_layer("LinearLayer", {1})}, {}}, {input(2)});
}

TrainResult train(const Net& net, std::vector<Array> data, TrainOptions options) {
  Trainer trainer(net, std::move(options));
  const auto source = array_data_source(std::move(data));
  return trainer.run(*source);
}

TrainOptions rounds(std::int64_t n) {
  TrainOptions o;
  o.max_rounds = n;
  o.batch_size = 32;
  return o;
}

}  // namespace

TEST_CASE("every optimiser reduces the loss") {
  const Problem p = problem();
  for (const char* method : {"ADAM", "SGD", "RMSProp", "SignSGD"}) {
    CAPTURE(method);
    TrainOptions o = rounds(60);
    o.optimizer = parse_optimizer(method);
    if (std::string(method) == "SignSGD") o.learning_rate = 0.0005;
    const TrainResult r = train(regressor(), {p.x, p.y}, o);
    CHECK(r.round_losses.size() == 60);
    CHECK(r.round_losses.back() < 0.2 * r.round_losses.front());
    CHECK(r.reason_stopped == "MaxTrainingRounds");
    CHECK(r.total_batches == 60 * 8);
    CHECK(r.optimization_method == method);
  }
}

TEST_CASE("a classifier gets its loss and measurements by itself") {
  const Problem p = problem();
  const Net net = make_chain({{make_layer("LinearLayer", {16}), make_layer("ElementwiseLayer", {Name{"Ramp"}}), make_layer("LinearLayer", {4}), make_layer("SoftmaxLayer")}, {}}, {input(2)});
  TrainOptions o = rounds(100);
  o.learning_rate = 0.01;
  o.measurements = {{.kind = MeasurementSpec::Kind::Accuracy}, {.kind = MeasurementSpec::Kind::ErrorRate}};
  o.validation_fraction = 0.25;
  Trainer trainer(net, o);
  CHECK(trainer.training_net().loss_kinds == std::vector<std::string>{"CrossEntropyLossLayer/Index"});
  REQUIRE(trainer.ports().size() == 2);
  CHECK(trainer.ports()[1].type == PortType::index(4));
  const auto source = array_data_source({p.x, p.classes});
  const TrainResult r = trainer.run(*source);
  CHECK(r.round_measurements[0].second.back().number() > 0.95);
  CHECK(r.round_measurements[0].second.back().number() + r.round_measurements[1].second.back().number() == Approx(1));
  CHECK(r.validation_examples == 64);
  CHECK(r.validation_losses.size() == 100);
  CHECK(r.best_validation_round >= 1);
  CHECK(r.validation_measurements[0].second.back().number() > 0.9);
  std::vector<int> actual;
  for (double c : numbers(p.classes)) actual.push_back(static_cast<int>(c));
  const Array q = evaluate(r.trained_net, {p.x}, 256).at(0);
  const ConfusionMatrix m = confusion_matrix({q.data<float>(), static_cast<std::size_t>(q.element_count())}, actual, 4);
  CHECK(accuracy(m) > 0.93);
}

TEST_CASE("training is the same for a seed, and differs for another") {
  const Problem p = problem(8);
  TrainOptions o = rounds(5);
  const Net a = train(regressor(), {p.x, p.y}, o).trained_net;
  CHECK(a == train(regressor(), {p.x, p.y}, o).trained_net);
  o.threads = 1;
  CHECK(a == train(regressor(), {p.x, p.y}, o).trained_net);
  o.seed = 5;
  CHECK_FALSE(a == train(regressor(), {p.x, p.y}, o).trained_net);
}

TEST_CASE("moving averages: old Momentum + batch (1 - Momentum), with the biased variance") {
  const Net net = make_chain({{make_layer("BatchNormalizationLayer", {}, {{"Momentum", 0.75}}), make_layer("LinearLayer", {1})}, {}}, {input(1)});
  const Array x = array_of({4, 1}, {1, 2, 3, 6}), y = array_of({4, 1}, {0, 0, 0, 1});
  TrainOptions o = rounds(2);
  o.batch_size = 4;
  const TrainResult r = train(net, {x, y}, o);
  // mean 3, biased variance 3.5, in each of two batches
  const auto moving = [](double start, double batch) { return 0.75 * (0.75 * start + 0.25 * batch) + 0.25 * batch; };
  check_close(extract(r.trained_net, {1, "MovingMean"}).array->value, {moving(0, 3)});
  check_close(extract(r.trained_net, {1, "MovingVariance"}).array->value, {moving(1, 3.5)});
  // Frozen by multipliers, or by Momentum 1.
  o.learning_rate_multipliers = parse_per_array(Value(ValueList{Value(RulePair{1, 0})}), 1);
  const TrainResult frozen = train(net, {x, y}, o);
  check_close(extract(frozen.trained_net, {1, "MovingMean"}).array->value, {0}, 0);
  const Net still = replace_part(net, {1, "Momentum"}, 1);
  check_close(extract(train(still, {x, y}, rounds(2)).trained_net, {1, "MovingVariance"}).array->value, {1}, 0);
}

TEST_CASE("frozen arrays stay bit for bit, shared ones move together") {
  const Problem p = problem(8);
  const Net net = initialize(regressor());
  TrainOptions o = rounds(3);
  o.learning_rate_multipliers = parse_per_array(Value(ValueList{Value(RulePair{1, None{}})}), 1);
  const Net t = train(net, {p.x, p.y}, o).trained_net;
  CHECK(identical(t->children[0]->arrays[0].value, net->children[0]->arrays[0].value));
  CHECK_FALSE(identical(t->children[2]->arrays[0].value, net->children[2]->arrays[0].value));
  o.learning_rate_multipliers = PerArray(0);
  CHECK(error_of([&] { train(net, {p.x, p.y}, o); }).substr(0, 9) == "netfrozen");
  CHECK(error_of([&] { train(make_layer("ElementwiseLayer", {Name{"Tanh"}}, {input(2)}), {p.x, p.x}, rounds(1)); }).substr(0, 11) == "netnoparams");
  auto named = std::make_shared<SharedArray>();
  named->name = "w";
  const Value w{std::shared_ptr<const SharedArray>(named)};
  const Net shared = make_chain({{make_layer("LinearLayer", {2}, {{"Weights", w}}), make_layer("LinearLayer", {2}, {{"Weights", w}})}, {}}, {input(2)});
  const Net s = train(shared, {p.x, p.x}, rounds(2)).trained_net;
  CHECK(identical(s->children[0]->arrays[0].value, s->children[1]->arrays[0].value));
}

TEST_CASE("a learnable constant and an absolute loss, a net that is its own loss") {
  const double c = std::cos(0.7), s = std::sin(0.7);
  const Array target = array_of({1, 4, 4}, {static_cast<float>(c), static_cast<float>(-s), 0, 0, static_cast<float>(s), static_cast<float>(c), 0, 0, 0, 0, 1, 0, 0, 0, 0, 1});
  const Net net = make_graph({{make_layer("NetArrayLayer", {}, {{"Array", array_of({4, 4}, {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1})}}), make_layer("MeanAbsoluteLossLayer")}, {"arr", "loss"}},
                             {{{{PathKey("arr")}, "", false, false}, {{PathKey("loss")}, "Input", false, false}}});
  REQUIRE(net.inputs().size() == 1);
  CHECK(dimensions(net.inputs()[0].type) == std::vector<std::int64_t>{4, 4});
  TrainOptions o;
  o.max_rounds = 2000;
  o.loss = {{.port = "Loss", .layer = std::nullopt, .scale = 1}};
  const TrainResult r = train(net, {target}, o);
  CHECK(r.batch_losses.front() == Approx(0.10992193222045898).epsilon(1e-6));
  CHECK(r.batch_losses.back() < 1e-3);
}

TEST_CASE("callbacks, stopping, aborting, diverging") {
  const Problem p = problem(8);
  TrainOptions o = rounds(50);
  int batches = 0, ends = 0;
  o.progress = [&](const TrainingProgress& e) {
    batches += e.event == TrainingProgress::Event::BatchComplete;
    ends += e.event == TrainingProgress::Event::RoundComplete;
    if (e.round == 3 && e.event == TrainingProgress::Event::RoundComplete) {
      CHECK(e.weights().size() == 4);
      CHECK(is_initialized(e.net()));
      return ProgressReply::StopTraining;
    }
    return ProgressReply::Continue;
  };
  TrainResult r = train(regressor(), {p.x, p.y}, o);
  CHECK(r.reason_stopped == "Callback");
  CHECK(batches == 6);
  CHECK(ends == 3);

  o = rounds(1000);
  o.stopping = StoppingCriterion{.patience = 2, .absolute_change = 100};
  CHECK(train(regressor(), {p.x, p.y}, o).total_rounds == 4);

  std::atomic<bool> abort{false};
  o = rounds(1000000);
  o.abort = &abort;
  o.progress = [&](const TrainingProgress& e) {
    if (e.absolute_batch == 5) abort = true;
    return ProgressReply::Continue;
  };
  CHECK(train(regressor(), {p.x, p.y}, o).reason_stopped == "UserAbort");

  o = rounds(100);
  o.optimizer = parse_optimizer("SGD");
  o.learning_rate = 1e12;
  r = train(regressor(), {p.x, p.y}, o);
  CHECK(r.reason_stopped == "WeightsDiverged");
  CHECK(r.divergence.find("round") != std::string::npos);
  for (const ArrayEntry& e : array_entries(r.trained_net)) {
    for (double v : numbers(e.slot->value)) CHECK(std::isfinite(v));
  }
}

TEST_CASE("time goal, Real64, clipping, a batch size that does not divide") {
  const Problem p = problem(8);
  TrainOptions o;
  o.time_goal = 0.2;
  const TrainResult timed = train(regressor(), {p.x, p.y}, o);
  CHECK(timed.reason_stopped == "TimeGoal");
  CHECK(timed.total_training_time < 2);
  o = rounds(2);
  o.batch_size = 10;
  o.precision = Precision::Real64;
  o.optimizer = parse_optimizer(Value(ValueList{Value("ADAM"), Value(RulePair{"L2Regularization", 0.1}), Value(RulePair{"GradientClipping", 1}),
                                                Value(RulePair{"WeightClipping", ValueList{Value(RulePair{"Weights", 0.05})}})}));
  const TrainResult r = train(regressor(), {p.x, p.y}, o);
  CHECK(r.batches_per_round == 7);
  CHECK(r.examples_processed == 128);
  const Array& w = extract(r.trained_net, {1, "Weights"}).array->value;
  CHECK(w.dtype() == lykos::array::DType::Real64);
  for (double v : numbers(w)) CHECK(std::fabs(v) <= 0.05);
}

TEST_CASE("several scaled losses") {
  const Net net = make_graph({{make_layer("LinearLayer", {1}), make_layer("LinearLayer", {1})}, {"a", "b"}},
                             {{{{}, "x", true, false}, {{PathKey("a")}, "", false, false}}, {{{}, "x", true, false}, {{PathKey("b")}, "", false, false}},
                              {{{PathKey("a")}, "", false, false}, {{}, "p", true, false}}, {{{PathKey("b")}, "", false, false}, {{}, "q", true, false}}}, {{"x", 2}});
  const Problem p = problem(8);
  TrainOptions o = rounds(3);
  o.loss = {{.port = "p", .layer = make_layer("MeanSquaredLossLayer"), .scale = 0.5}, {.port = "q", .layer = make_layer("MeanAbsoluteLossLayer"), .scale = 2}};
  Trainer trainer(net, o);
  REQUIRE(trainer.ports().size() == 3);
  CHECK(trainer.training_net().targets.size() == 2);
  const auto source = array_data_source({p.x, p.y, p.y});
  CHECK(std::isfinite(trainer.run(*source).round_losses.back()));
}

TEST_CASE("measurements of a confusion matrix") {
  ConfusionMatrix m(2);
  for (int i = 0; i < 5; ++i) m.add(1, 1);
  for (int i = 0; i < 2; ++i) m.add(1, 2);
  for (int i = 0; i < 3; ++i) m.add(2, 2);
  CHECK(accuracy(m) == Approx(0.8));
  CHECK(precision(m, 2) == Approx(0.6));
  CHECK(recall(m, 1) == Approx(5.0 / 7));
  CHECK(f_score(m, 2) == Approx(0.75));
  CHECK(cohen_kappa(m) == Approx(0.6));
  CHECK(matthews_correlation(m) == Approx(matthews_correlation(m, 1)));
  const std::vector<float> scores = {0.9f, 0.1f, 0.4f, 0.6f, 0.35f, 0.65f, 0.8f, 0.2f};
  const std::vector<int> actual = {1, 1, 2, 2};
  CHECK(area_under_roc_curve(roc_curve(scores, actual, 2, 1)) == Approx(0.75));
}

namespace {

// Sequences of ones whose lengths differ; the target is the length.
class Sequences : public DataSource {
 public:
  std::int64_t size() const override { return 40; }
  static std::int64_t length(std::int64_t i) { return 1 + i % 5; }
  void gather(std::span<const std::int64_t> indices, int port, float* out) override {
    for (std::int64_t i : indices) {
      if (port == 0) {
        for (std::int64_t k = 0; k < length(i); ++k) *out++ = 1;
      } else {
        *out++ = static_cast<float>(length(i));
      }
    }
  }
  std::vector<std::int64_t> dimensions(std::int64_t i, int port) const override {
    return port == 0 ? std::vector<std::int64_t>{length(i)} : std::vector<std::int64_t>{};
  }
};

}  // namespace

TEST_CASE("sequences of varying length") {
  const Net net = make_chain({{make_layer("ElementwiseLayer", {Name{"Tanh"}}), make_layer("SummationLayer"), make_layer("ReshapeLayer", {Value::list({1})}),
                               make_layer("BatchNormalizationLayer"), make_layer("LinearLayer", {Value(ValueList{})})}, {}}, {input("Varying")});
  TrainOptions o;
  o.max_rounds = 60;
  o.batch_size = 8;
  o.learning_rate = 0.05;
  Trainer trainer(net, o);
  Sequences data;
  const TrainResult r = trainer.run(data);
  CHECK(r.round_losses.back() < 0.5 * r.round_losses.front());
  const Net trained = r.trained_net;
  CHECK(trained.inputs()[0].type.has_varying());
  CHECK(std::isfinite(apply(trained, {vector_of({1, 1, 1})}).real_at(0)));
  CHECK(std::isfinite(apply(trained, {vector_of({1, 1, 1, 1, 1, 1, 1})}).real_at(0)));
}

TEST_CASE("a training goes on from any batch as if it had never stopped") {
  const Problem p = problem();
  const Net net = make_chain({{make_layer("LinearLayer", {8}), make_layer("BatchNormalizationLayer"), make_layer("ElementwiseLayer", {Name{"Tanh"}}),
                               make_layer("DropoutLayer", {0.2}), make_layer("LinearLayer", {4}), make_layer("SoftmaxLayer")}, {}}, {input(2)});
  for (const char* method : {"ADAM", "SGD", "RMSProp", "SignSGD"}) {
    CAPTURE(method);
    TrainOptions o = rounds(6);
    o.optimizer = parse_optimizer(method);
    o.validation_fraction = 0.25;
    o.measurements = {{.kind = MeasurementSpec::Kind::ErrorRate}};
    std::vector<std::pair<Net, TrainingState>> saved;
    Checkpoint checkpoint;
    checkpoint.batches = 7;
    checkpoint.write = [&](const Net& n, const TrainingProgress&, const std::function<TrainingState()>& state) {
      saved.emplace_back(n, state());
      return std::string("memory");
    };
    o.checkpoints = {checkpoint};
    const TrainResult whole = train(net, {p.x, p.classes}, o);
    REQUIRE(saved.size() == 5);
    const auto states = saved;
    for (const auto& [at, state] : states) {
      o.resume = std::make_shared<TrainingState>(state);
      const TrainResult rest = train(at, {p.x, p.classes}, o);
      CHECK(rest.final_net == whole.final_net);
      CHECK(rest.trained_net == whole.trained_net);
      CHECK(rest.batch_losses == whole.batch_losses);
      CHECK(rest.round_losses == whole.round_losses);
      CHECK(rest.validation_losses == whole.validation_losses);
      REQUIRE(rest.round_measurements[0].second.size() == 6);
      for (std::size_t i = 0; i < 6; ++i) CHECK(rest.round_measurements[0].second[i].values == whole.round_measurements[0].second[i].values);
    }
  }
}
