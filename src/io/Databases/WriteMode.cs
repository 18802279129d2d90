namespace Levada.Databases;

/// <summary>How rows enter a table.</summary>
public enum WriteMode
{
    Insert,

    /// <summary>Rows that exist are changed, others skipped.</summary>
    Update,

    /// <summary>Rows that exist are changed, others inserted.</summary>
    Upsert,

    /// <summary>A stored procedure is called for each.</summary>
    Call,
}
