using Levada.Transfer.Sql;

namespace Levada.Transfer.Tests.Splits;

/// <summary>A database that quotes nothing.</summary>
internal sealed class PlainDialect : Dialect
{
    public override string Product => "Plain";
}
