#include <cstdint>
#include <unordered_map>
#include <vector>

#include "analyzer/text/character_table.h"
#include "analyzer/text/lexicon.h"
#include "analyzer/text/normalize_steps.h"

namespace analyzer::text {
namespace {

constexpr std::size_t kPairs = 65536;

// A prefix tree over lexicon.h's forms. Immutable once built.
class FormTree {
 public:
  static const FormTree& get() {
    static const FormTree tree;
    return tree;
  }

  // Returns the longest form that begins at `at`, or null.
  const Form* longest(const std::vector<Unit>& units, std::size_t at) const {
    if (at + 1 >= units.size() || !pairs_[pair(units[at].c, units[at + 1].c)]) return nullptr;
    const Form* found = nullptr;
    std::uint32_t node = 0;
    for (std::size_t i = at; i < units.size(); ++i) {
      const auto next = edges_.find(key(node, units[i].c));
      if (next == edges_.end()) break;
      node = next->second;
      if (ends_[node] != nullptr) found = ends_[node];
    }
    return found;
  }

 private:
  FormTree() : pairs_(kPairs), ends_(1, nullptr) {
    for (const Form& form : forms()) {
      pairs_[pair(form.from[0], form.from[1])] = true;
      std::uint32_t node = 0;
      for (const char32_t c : form.from) {
        const auto [edge, fresh] =
            edges_.emplace(key(node, c), static_cast<std::uint32_t>(ends_.size()));
        if (fresh) ends_.push_back(nullptr);
        node = edge->second;
      }
      ends_[node] = &form;
    }
  }

  static std::size_t pair(char32_t first, char32_t second) {
    return (first * 31U + second) % kPairs;
  }
  static std::uint64_t key(std::uint32_t node, char32_t c) {
    return static_cast<std::uint64_t>(node) << 32 | c;
  }

  std::vector<bool> pairs_;  // by hash of a form's first two characters: may be one
  std::unordered_map<std::uint64_t, std::uint32_t> edges_;
  std::vector<const Form*> ends_;  // by node
};

// Writes `form.to` in place of the units [at, at + from.size()): character for
// character where the lengths agree, else all from where the form began.
void emit_form(Draft& draft, const Form& form, std::size_t at) {
  const bool same_length = form.from.size() == form.to.size();
  for (std::size_t i = 0; i < form.to.size(); ++i) {
    draft.emit(form.to[i], draft.units[same_length ? at + i : at].origin);
  }
}

}  // namespace

bool replace_forms(Draft& draft) {
  if (!draft.has(kFormStart)) return false;
  const FormTree& tree = FormTree::get();
  // Those found in this round tell only the next one.
  const bool splits = draft.changed[static_cast<std::size_t>(Disguise::kSplit)] > 0;
  bool changed = false;
  for (std::size_t i = 0; i < draft.units.size();) {
    const Form* form =
        (draft.units[i].kind & kFormStart) != 0 ? tree.longest(draft.units, i) : nullptr;
    if (form != nullptr && form->among_splits && !splits) form = nullptr;
    const bool replaces = form != nullptr && form->from != form->to;
    if (replaces && !changed) {
      draft.spare.assign(draft.units.begin(), draft.units.begin() + static_cast<std::ptrdiff_t>(i));
      changed = true;
    }
    if (replaces) {
      emit_form(draft, *form, i);
      if (form->counts_as) draft.count(*form->counts_as);
    } else if (changed) {
      const std::size_t end = form != nullptr ? i + form->from.size() : i + 1;
      for (std::size_t k = i; k < end; ++k) draft.spare.push_back(draft.units[k]);
    }
    i += form != nullptr ? form->from.size() : 1;
  }
  if (changed) draft.accept_spare();
  return changed;
}

}  // namespace analyzer::text
