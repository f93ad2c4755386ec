// Colours with at least 4.5:1 contrast on white; 16 px text.
import type { ThemeConfig } from "antd";

export const theme: ThemeConfig = {
  hashed: false,
  token: {
    colorPrimary: "#12477f",
    colorError: "#b01f24",
    colorWarning: "#a84300",
    colorSuccess: "#1c6b3c",
    colorErrorBg: "#fdeeee",
    colorErrorBorder: "#e3a5a7",
    colorWarningBg: "#fff5e8",
    colorWarningBorder: "#e2b98b",
    colorSuccessBg: "#ecf6ef",
    colorSuccessBorder: "#9cc8ab",
    colorInfo: "#12477f",
    colorInfoBg: "#eaf1f9",
    colorInfoBorder: "#a9c2dd",
    colorLink: "#0b5cad",
    colorText: "#1f2733",
    colorTextSecondary: "#56606e",
    colorTextDescription: "#56606e",
    colorTextPlaceholder: "#69727f",
    colorBorder: "#aab2bd",
    colorBgLayout: "#f2f4f7",
    fontSize: 16,
    fontSizeSM: 14,
    borderRadius: 4,
    controlHeight: 40,
    motionDurationMid: "0.1s",
    motionDurationSlow: "0.1s",
    fontFamily:
      '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", system-ui, sans-serif',
  },
  components: { Table: { headerBg: "#e9eef4", cellPaddingBlock: 11, cellPaddingInline: 12 } },
};
