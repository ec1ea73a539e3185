"""Parts that the admin pages of every package share: languages side by side, badges, long lists."""
