// What the name of an evidence file tells before it is sent: whether files of its kind are
// taken, and whether it names a person, which the printed form would then show.
export const kEndings = [".png", ".jpg", ".jpeg", ".webp", ".pdf", ".mp3", ".m4a", ".wav", ".amr", ".mp4", ".docx", ".xlsx", ".txt"] as const;
const kPhonePhotos = [".heic", ".heif"];

const endingOf = (name: string): string => /\.[^.]+$/.exec(name.toLowerCase())?.[0] ?? "";

// null: may be sent; the server looks at the bytes. Without an ending (pasted) nothing is known.
export function evidenceFault(name: string): "kind" | "phone_photo" | null {
  const ending = endingOf(name);
  if (ending === "" || (kEndings as readonly string[]).includes(ending)) return null;
  return kPhonePhotos.includes(ending) ? "phone_photo" : "kind";
}

const kSurnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文";
const kPapers = "身份证|户口|死亡|火化|照片|住院|病历|银行|存折|陈述|证明";
const kPerson = new RegExp(`(?:^|[^\\p{Script=Han}])[${kSurnames}][\\p{Script=Han}]{1,2}(?:的)?(?:${kPapers})|\\d{17}[\\dXx]|(?<!\\d)1[3-9]\\d{9}(?!\\d)`, "u");

// Whether it holds what looks like a person's name before a paper's, an id or a phone number.
export const namesSomebody = (name: string): boolean => kPerson.test(name);
