"""The warehouse: immutable batches, what is in force, current tables, findings, lineage to the cell, personal data
apart.

A submission goes through these steps, one module each, each done once however often it is called:
``submissions.register_submission`` → ``checking.store_check`` → ``loading.load`` → ``publishing.publish`` (or
``submissions.refuse``) → ``submissions.answered``. ``claims.claim`` keeps others away meanwhile, ``staging`` keeps the
checked frames between the steps. ``reading`` and ``trace`` answer questions. ``engine`` opens the warehouse,
``upgrade`` brings it to this version.
"""
