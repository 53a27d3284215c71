// Steps of attention: heads of queries in groups, each with one head of keys and values. All heads lie side by side.
#include "attention.h"
#include "step.h"

namespace plateau::cpu {

namespace {

class AttentionStep : public Step {
 protected:
  // Groups, heads of queries in each, time, numbers of a head, whether later keys are hidden, and the scale of the scores.
  explicit AttentionStep(PlanReader& reader) {
    shape_.batch = reader.size();
    shape_.heads = reader.size();
    shape_.keyHeads = 1;
    shape_.queries = shape_.keys = reader.size();
    shape_.width = reader.size();
    shape_.causal = reader.flag();
    shape_.scale = static_cast<float>(reader.real());
  }

  std::int64_t rows() const { return shape_.batch * shape_.heads * shape_.queries; }
  std::int64_t queryNumbers() const { return rows() * shape_.width; }
  std::int64_t keyNumbers() const { return shape_.batch * shape_.keys * shape_.width; }

  template <class Number>
  HeadsOf<Number> queriesAt(Number* data) const {
    const auto head = shape_.queries * shape_.width;
    return {data, shape_.heads * head, head, shape_.width};
  }
  template <class Number>
  HeadsOf<Number> keysAt(Number* data) const {
    const auto head = shape_.keys * shape_.width;
    return {data, head, head, shape_.width};
  }
  ConstHeads readQueries(const Context& context, const Place& place) const { return queriesAt<const float>(context.at(place)); }
  ConstHeads readKeys(const Context& context, const Place& place) const { return keysAt<const float>(context.at(place)); }

  AttentionShape shape_;
};

class ForwardStep : public AttentionStep {
 public:
  explicit ForwardStep(PlanReader& reader)
      : AttentionStep(reader), q_(reader.place(queryNumbers())), k_(reader.place(keyNumbers())), v_(reader.place(keyNumbers())),
        o_(reader.place(queryNumbers())), logSumExp_(reader.place(rows())) {}

  void run(Context& context) override {
    attend(context.pool, context.workspace,
           {shape_, readQueries(context, q_), readKeys(context, k_), readKeys(context, v_), queriesAt(context.at(o_)), context.at(logSumExp_)});
  }

 private:
  Place q_, k_, v_, o_, logSumExp_;
};

class BackwardStep : public AttentionStep {
 public:
  explicit BackwardStep(PlanReader& reader)
      : AttentionStep(reader), q_(reader.place(queryNumbers())), k_(reader.place(keyNumbers())), v_(reader.place(keyNumbers())),
        o_(reader.place(queryNumbers())), logSumExp_(reader.place(rows())), gradient_(reader.place(queryNumbers())),
        dq_(reader.place(queryNumbers())), dk_(reader.place(keyNumbers())), dv_(reader.place(keyNumbers())) {}

  void run(Context& context) override {
    attendBackward(context.pool, context.workspace,
                   {shape_, readQueries(context, q_), readKeys(context, k_), readKeys(context, v_), readQueries(context, o_),
                    context.at(logSumExp_), readQueries(context, gradient_), queriesAt(context.at(dq_)), keysAt(context.at(dk_)),
                    keysAt(context.at(dv_))});
  }

 private:
  Place q_, k_, v_, o_, logSumExp_, gradient_, dq_, dk_, dv_;
};

}  // namespace

std::unique_ptr<Step> readAttentionStep(PlanReader& reader) { return std::make_unique<ForwardStep>(reader); }
std::unique_ptr<Step> readAttentionBackwardStep(PlanReader& reader) { return std::make_unique<BackwardStep>(reader); }

}  // namespace plateau::cpu
