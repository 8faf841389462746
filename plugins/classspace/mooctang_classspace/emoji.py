"""The emoji that the popover offers; whoever has a keyboard of their own may use any."""

EMOJI = ("😀 😂 😊 😍 🤔 😮 😅 😢 😭 😡 😴 😎 🤗 🙄 😇 🤝 👍 👎 👏 🙏 💪 👋 👌 ✌️ ❤️ 💯 🎉 🔥 ⭐ 🌹 ☕ 🍎 📚 ✏️ 📝 💡 ⏰ ✅ ❌ ❓").split()
