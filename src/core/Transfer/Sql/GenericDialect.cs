using System.Collections.Immutable;

namespace Levada.Transfer.Sql;

/// <summary>The SQL of a database that is known by its ADO.NET provider only: plain standard SQL, no quoting.</summary>
/// <param name="product">The product's name for messages.</param>
public sealed class GenericDialect(string product) : Dialect
{
    /// <summary>The statement for the time where the product has no CURRENT_TIMESTAMP without a table.</summary>
    private static readonly ImmutableSortedDictionary<string, string> Clocks = ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        [
            KeyValuePair.Create("Oracle", "SELECT SYSDATE FROM DUAL"),
            KeyValuePair.Create("DB2", "SELECT CURRENT TIMESTAMP FROM SYSIBM.SYSDUMMY1"),
        ]);

    public override string Product => product;

    public override bool CanStage => IsOracle;

    public override string CurrentTimestamp => Clocks.GetValueOrDefault(product, base.CurrentTimestamp);

    private bool IsOracle => product == "Oracle";

    /// <remarks>Oracle knows no AS before the alias of a table.</remarks>
    public override string Derived(string query, string alias) => IsOracle ? $"({query}) {alias}" : base.Derived(query, alias);
}
