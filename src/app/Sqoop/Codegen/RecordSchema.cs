using Levada.Databases;
using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;
using Levada.Transfer.Types;

namespace Levada.Sqoop.Codegen;

/// <summary>The columns of a table or query as records have them, after type mapping.</summary>
internal static class RecordSchema
{
    /// <exception cref="TransferException">There is no such table, or its columns cannot be told apart or mapped.</exception>
    public static RowSchema Describe(IDatabaseSession session, TransferOptions options, CancellationToken cancellationToken) =>
        JavaTypeMapping.Apply(Read(session, options, cancellationToken), options.Code.JavaTypes, options.Code.IsMappingNameCleaned);

    private static RowSchema Read(IDatabaseSession session, TransferOptions options, CancellationToken cancellationToken)
    {
        if (options.Table is { } table)
            return ColumnSelection.Select(table, session.DescribeTable(new TableName(table, options.Schema), cancellationToken), options.Columns);
        var schema = session.DescribeQuery(ImportQueries.Probe(options.Query!), cancellationToken);
        ColumnSelection.RequireNamed(schema);
        return schema;
    }
}
