// The first letter of a character's pinyin, for what data/ names: places and banks.
// Of a character read in two ways the one that place names use.

const kLetters: Record<string, string> = {
  a: "安澳阿鞍", b: "亳保别包北博坝埠壁宝宾巴布本毕波滨版白百蚌贝边", c: "储充城察崇川巢常成承撤昌春朝村楚池沧滁潮翠赤郴重长",
  d: "东丹侗傣儋地多大定岛底店德淀达迪郸都顶", e: "二尔恩洱鄂", f: "丰付佛发坊封峰抚汾浮番福罘肥阜防",
  g: "光关冈古固国岗工广归恭感果桂港甘莞贡贵赣郭高", h: "划化华合呼和哈回宏徽怀惠杭汉河浩海淮湖环皇红花菏葫行衡贺邯鹤黄黑",
  j: "九交京佳吉嘉家建揭晋景江津济焦界疆级节荆酒金锦靖鸡", k: "克口喀康开昆柯",
  l: "临丽乐伦傈六兰凉勒吕娄岭廊拉来林柳梁楞泸洛漯犁理聊芦莱辽连里陇陵鲁龙",
  m: "名密明木梅民牡玛盟眉穆绵苗茂蒙门马", n: "内农南宁尼怒淖纳那", p: "平攀普浦濮盘莆萍颇",
  q: "七丘全区庆旗曲沁泉清秦羌衢迁钦青黔齐", r: "仁日饶", s: "三上什僳十双商善四宿山市斯施朔松树水汕沈沙深生省石社绍绥肃色苏萨设遂邵陕随韶顺",
  t: "台同吐唐土塔天太头泰潭特田通铁铜", w: "万乌卫吴吾威宛尾微文无梧武温渭湾潍维芜",
  x: "乡信兴县咸夏孝宣峡徐忻新湘溪蓄襄西许辖邢销锡雄香鲜厦", y: "业义云亚伊余依元原堰宜岩岳峪已延彝彦扬掖榆永沂源烟玉瑶用益盐营运远邮银阳雅音鸭鹰",
  z: "中作则周嘴圳壮孜州左庄张忠招支政族昭枝枣株治泽洲浙淄湛漳照珠直秭肇自舟芝藏资遵郑镇驻",
};

const kFirst = new Map(Object.entries(kLetters).flatMap(([letter, all]) => [...all].map((c) => [c, letter] as const)));

// "南阳市" -> "nys"; "" for a character that is not known.
export function initialsOf(name: string): string {
  return [...name].map((c) => kFirst.get(c) ?? "").join("");
}
