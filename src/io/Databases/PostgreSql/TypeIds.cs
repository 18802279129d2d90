namespace Levada.Databases.PostgreSql;

/// <summary>The fixed numbers of PostgreSQL's own types. Source: pg_type.dat.</summary>
internal static class TypeIds
{
    public const uint Bool = 16;
    public const uint Bytea = 17;
    public const uint Name = 19;
    public const uint Int8 = 20;
    public const uint Int2 = 21;
    public const uint Int4 = 23;
    public const uint Text = 25;
    public const uint Oid = 26;
    public const uint Json = 114;
    public const uint Float4 = 700;
    public const uint Float8 = 701;
    public const uint Money = 790;
    public const uint BpChar = 1042;
    public const uint VarChar = 1043;
    public const uint Date = 1082;
    public const uint Time = 1083;
    public const uint Timestamp = 1114;
    public const uint TimestampTz = 1184;
    public const uint TimeTz = 1266;
    public const uint Bit = 1560;
    public const uint Numeric = 1700;
    public const uint Jsonb = 3802;

    /// <summary>The type char of the system's catalogs, written in quotes in SQL.</summary>
    public const uint SystemChar = 18;
}
