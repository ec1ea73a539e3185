// Stands in the place of the admin theme's chart library (61 KB compressed): no page of this admin draws with it.
