"""What both databases hold on to: a confirmed date has a moment, and a release is public by its states alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indexdata", "0008_what_came_out_is_approved")]

    operations = [
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('date_state', 'confirmed'), _negated=True), ('released_at__isnull', False), _connector='OR'), name='confirmed_dates_have_a_moment', violation_error_message='A confirmed date needs its moment.'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(('no_issue', True), models.Q(models.Q(('content_state', 'approved'), ('date_state', 'confirmed')), ('public_at__gte', models.F('released_at')), ('public_at__isnull', False)), models.Q(models.Q(('content_state', 'approved'), ('date_state', 'confirmed'), _negated=True), ('public_at__isnull', True)), _connector='OR'), name='public_when_confirmed_and_approved'),
        ),
    ]
