// Whom a message points to: whose the numbers in it are, and the accounts, apps,
// mini-programs, public accounts, shops, payees and vehicles that it names.
//
// Pure functions; any number of threads may call them at once.

#ifndef ANALYZER_TEXT_MENTIONS_H_
#define ANALYZER_TEXT_MENTIONS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/facts.h"

namespace analyzer::text {

// Whose voice a text is: that decides whom 我 and 您 mean.
enum class Voice : std::uint8_t {
  kWritten,  // the message itself: 我 is the sender, 您 the one it was sent to
  kTold,     // a caller tells what happened: 我 is the caller
  kUnknown,  // either; what only the voice could decide stays unclear
};

enum class Owner : std::uint8_t { kSuspect, kVictim, kUnclear };

enum class MentionKind : std::uint8_t {
  kPhone,
  kChatId,   // QQ, WeChat
  kAccount,  // bank card, or an e-mail address money is sent to
  kPayee,    // the name behind 收款人, 户名
  kApp,
  kMiniProgram,
  kPublicAccount,
  kShop,
  kVehicle,
};

struct Mention {
  MentionKind kind = MentionKind::kPhone;
  Owner owner = Owner::kUnclear;
  Span span;          // in the text as sent
  std::string value;  // digits, an id in lower case, a name as written, a plate as 鲁A12345
};

// Finds them in `original` (any bytes), by position. `numbers` were found in it
// by find_numbers(); of those, hotlines and identity numbers are left out.
//
// A number's owner is the one that the nearest words tell: 打来, 加微信, 转到,
// 收款人 point to the suspect, 我的手机号 in a told text and 您的 in a written one
// to the victim. Without such words a number that a written message gives is its
// sender's, and in a told text it is unclear. Names belong to the suspect.
//
// Takes time linear in the text.
std::vector<Mention> find_mentions(std::string_view original,
                                   const std::vector<FoundNumber>& numbers, Voice voice);

// Replaces by '*' in `masked`, as long as the original, what mask() of numbers.h
// leaves: chat ids, plates and e-mail addresses, whosesoever.
void mask(std::string& masked, const std::vector<Mention>& mentions);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_MENTIONS_H_
