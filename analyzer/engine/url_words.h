// Words that the url model's columns count in links. They are columns, not
// rules: none of them decides anything by itself, and the register of official
// hosts is asked elsewhere.

#ifndef ANALYZER_ENGINE_URL_WORDS_H_
#define ANALYZER_ENGINE_URL_WORDS_H_

#include <array>
#include <string_view>

namespace analyzer::url_words {

// Offices of social security and how lures spell them.
inline constexpr auto kOffice = std::to_array<std::string_view>(
    {"shebao",   "renshe",   "rsj",      "hrss",   "mohrss", "rlsb",    "shbz",      "shbx",
     "sbk",      "sbj",      "ybj",      "yibao",  "nhsa",   "yanglao", "ylj",       "ylbx",
     "shebaoka", "tuixiu",   "minzheng", "butie",  "social", "pension", "gongjijin", "gjj",
     "rensheju", "renzheng", "etax",     "shuiwu", "zhengfu"});

// Hotlines that citizens know by heart.
inline constexpr auto kHotlines = std::to_array<std::string_view>(
    {"12333", "12393", "12345", "12315", "12366", "12123", "10086", "10010", "10000", "95588",
     "95533", "95566", "95599", "95580", "96110", "12306"});

// Names of firms whose customers are fished for most.
inline constexpr auto kBrands = std::to_array<std::string_view>(
    {"paypal",    "apple",     "icloud",    "itunes",   "google",     "gmail",
     "microsoft", "office365", "outlook",   "onedrive", "sharepoint", "facebook",
     "instagram", "whatsapp",  "telegram",  "netflix",  "amazon",     "ebay",
     "dhl",       "usps",      "fedex",     "correos",  "coinbase",   "metamask",
     "trezor",    "ledger",    "binance",   "kucoin",   "gemini",     "uniswap",
     "opensea",   "wallet",    "chase",     "wells",    "wellsfargo", "bankofamerica",
     "hsbc",      "barclays",  "santander", "citi",     "swisscom",   "att",
     "xfinity",   "comcast",   "verizon",   "yahoo",    "aol",        "linkedin",
     "twitter",   "dropbox",   "adobe",     "docusign", "steam",      "roblox",
     "discord",   "rakuten",   "mercari",   "alipay",   "taobao",     "tmall",
     "jd",        "wechat",    "weixin",    "qq",       "tencent",    "huawei",
     "xiaomi",    "icbc",      "boc",       "ccb",      "abc",        "psbc",
     "cmb",       "unionpay",  "sfexpress", "mobile",   "telecom",    "etc",
     "bet365",    "okx",       "imtoken",   "tiktok",   "douyin",     "allegro",
     "inpost",    "poste",     "smbc",      "aeon",     "saison",     "jcb"});

// What a page that wants a secret calls itself.
inline constexpr auto kAccount = std::to_array<std::string_view>(
    {"login",    "log-in",  "logon",   "signin", "sign-in", "signon",   "account",    "secure",
     "security", "verify",  "verific", "update", "confirm", "auth",     "webmail",    "wallet",
     "support",  "service", "recover", "unlock", "suspend", "password", "credential", "billing",
     "invoice",  "portal",  "banking", "online", "help",    "alert",    "limited",    "validate"});

// Bait.
inline constexpr auto kBait = std::to_array<std::string_view>(
    {"free",   "gift",  "bonus",  "claim",   "airdrop", "reward", "promo",  "prize", "win",
     "lucky",  "offer", "cash",   "loan",    "coin",    "crypto", "token",  "swap",  "invest",
     "profit", "bet",   "casino", "hongbao", "lingqu",  "buling", "daikuan"});

// Where anyone may put up a page for nothing.
inline constexpr auto kHosting = std::to_array<std::string_view>(
    {"weebly",        "wixsite",       "blogspot",     "github.io",   "gitbook",
     "webflow",       "framer",        "vercel",       "netlify",     "pages.dev",
     "workers.dev",   "r2.dev",        "web.app",      "firebaseapp", "herokuapp",
     "000webhost",    "godaddysites",  "square.site",  "glitch.me",   "repl",
     "ipfs",          "dweb.link",     "cloudfront",   "amazonaws",   "azurewebsites",
     "windows.net",   "duckdns",       "ngrok",        "dynv6",       "no-ip",
     "ddns",          "wordpress.com", "webnode",      "jimdo",       "strikingly",
     "typedream",     "notion.site",   "sites.google", "docs.google", "forms",
     "trycloudflare", "cpolar",        "natapp",       "backblaze",   "digitaloceanspaces",
     "mystrikingly",  "teachable",     "mybluehost",   "plesk.page",  "cprapid",
     "wcomhost",      "cloudaccess",   "altervista",   "byet",        "infinityfree",
     "rf.gd",         "weeblysite",    "vercel.app",   "onrender",    "fly.dev",
     "surge.sh",      "webwave",       "yolasite",     "tempisite"});

// Suffixes sold for next to nothing.
inline constexpr auto kCheapSuffixes = std::to_array<std::string_view>(
    {"top",      "xyz",     "vip",   "icu",    "cc",      "club",    "shop",    "site",
     "online",   "live",    "life",  "fun",    "work",    "buzz",    "ink",     "store",
     "space",    "info",    "click", "link",   "lol",     "cyou",    "sbs",     "cfd",
     "bond",     "monster", "world", "today",  "website", "press",   "host",    "pw",
     "ws",       "help",    "rest",  "quest",  "beauty",  "hair",    "skin",    "makeup",
     "autos",    "mom",     "win",   "bid",    "loan",    "date",    "men",     "stream",
     "download", "racing",  "party", "review", "trade",   "science", "cricket", "accountant",
     "faith",    "icu",     "su",    "pk",     "id",      "tk",      "ml",      "ga",
     "cf",       "gq"});

// Addresses of pages that run programs, plain pages, and files to install.
inline constexpr auto kScriptEndings =
    std::to_array<std::string_view>({".php", ".asp", ".aspx", ".jsp", ".cgi", ".do", ".action"});
inline constexpr auto kPageEndings =
    std::to_array<std::string_view>({".html", ".htm", ".shtml", ".xhtml"});
inline constexpr auto kProgramEndings = std::to_array<std::string_view>(
    {".apk", ".exe", ".zip", ".rar", ".msi", ".dmg", ".ipa", ".plist", ".mobileconfig"});

// Folders of site software that broken-in sites serve lures from.
inline constexpr auto kSiteFolders = std::to_array<std::string_view>(
    {"wp-content", "wp-includes", "wp-admin", ".well-known", "cgi-bin", "/images/", "/js/", "/css/",
     "/tmp/", "/admin/", "/modules/", "/components/", "/uploads/"});

}  // namespace analyzer::url_words

#endif  // ANALYZER_ENGINE_URL_WORDS_H_
