"""What the admin pages of every part share: languages side by side, badges, long lists."""
