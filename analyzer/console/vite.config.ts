import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// Paths are relative and routes live behind '#', so that any static file server
// can serve the result. Scripts and styles come from files only.
export default defineConfig({
  base: "./",
  plugins: [react()],
  build: {
    target: "es2020",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      output: {
        manualChunks(id) {
          if (!id.includes("node_modules")) return undefined;
          if (/\/locale\/(en_US|zh_CN|en|zh)/.test(id)) return undefined; // each with its language
          if (/node_modules\/(echarts|zrender|tslib)\//.test(id)) return "echarts"; // loaded with the first ring
          return /node_modules\/(react|react-dom|react-router|react-router-dom|scheduler|@remix-run)\//.test(id)
            ? "react"
            : "antd";
        },
      },
    },
  },
  server: {
    proxy: { "/v1": process.env.ANALYZER_URL ?? "http://127.0.0.1:8080" },
  },
});
