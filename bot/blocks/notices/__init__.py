"""One file per thing Andon may tell people; each renders one class of core/notices."""
