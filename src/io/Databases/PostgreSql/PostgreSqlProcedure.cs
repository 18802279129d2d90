using System.Collections.Immutable;
using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;
using Npgsql;

namespace Levada.Databases.PostgreSql;

/// <summary>A stored procedure or function that an export calls.</summary>
/// <param name="Name">As the user wrote it: SQL's rules for names apply.</param>
/// <param name="IsFunction">Functions are selected, procedures called.</param>
/// <param name="Parameters">What a row brings: the parameters that take a value.</param>
/// <param name="TypeIds">The types of those parameters on the server.</param>
/// <param name="Slots">One for each argument of the call: the type of a value to cast to, or null for an output that gets NULL.</param>
internal sealed record PostgreSqlProcedure(string Name, bool IsFunction, RowSchema Parameters, ImmutableArray<uint> TypeIds, ImmutableArray<string?> Slots)
{
    // A type's name with the modifier -1 is that of any length: char alone would be char(1). Modes are null where all are inputs. A function's outputs are not part of its call, a procedure's are.
    private const string ProcedureText = """
        SELECT p.oid, COALESCE(to_jsonb(p) ->> 'prokind', 'f') <> 'p', COALESCE(a.name, ''), COALESCE(a.mode::text, 'i'),
            COALESCE(a.type, 0), COALESCE(format_type(a.type, -1), '')
        FROM (SELECT parse_ident($1) AS parts) AS n
        CROSS JOIN pg_catalog.pg_proc p
        LEFT JOIN LATERAL unnest(COALESCE(p.proallargtypes, p.proargtypes::oid[]), p.proargmodes, p.proargnames)
            WITH ORDINALITY AS a(type, mode, name, place) ON true
        WHERE p.proname = n.parts[array_length(n.parts, 1)] AND CASE array_length(n.parts, 1)
            WHEN 1 THEN pg_function_is_visible(p.oid)
            ELSE p.pronamespace = (SELECT s.oid FROM pg_catalog.pg_namespace s WHERE s.nspname = n.parts[1]) END
        ORDER BY p.oid, a.place
        """;

    // Of the one row that a procedure without parameters yields.
    private const uint NoType = 0;

    /// <summary>The SQL of one call.</summary>
    public string Call(Func<int, string> parameter)
    {
        var taken = 0;
        var arguments = Slots.Select(type => type is null ? "NULL" : $"{parameter(taken++)}::{type}").ToList();
        return IsFunction
            ? PostgreSqlDialect.CallFunction(Name, arguments.Count, index => arguments[index])
            : new PostgreSqlDialect().Call(Name, arguments.Count, index => arguments[index]);
    }

    public static PostgreSqlProcedure Find(PostgreSqlLink link, string procedure, CancellationToken cancellationToken)
    {
        var name = new NpgsqlParameter { Value = procedure, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text };
        var rows = link.Query(ProcedureText, Argument.Read, cancellationToken, name);
        var candidates = rows.GroupBy(row => row.ProcedureId).ToList();
        if (candidates.Count == 0)
            throw new TransferException($"There is no procedure or function {procedure}.");
        if (candidates.Count > 1)
            throw new TransferException($"There are {candidates.Count} procedures or functions {procedure} with different parameters: the call is ambiguous.");
        var isFunction = rows[0].IsFunction;
        var arguments = rows.Where(row => row.TypeId != NoType && row.Mode is not "t" && (!isFunction || row.Mode is not "o")).ToList();
        var inputs = arguments.Where(argument => argument.Mode is not "o").ToList();
        var columns = inputs.Select((input, index) => PostgreSqlTypes.Describe(
            input.Name.Length == 0 ? $"${index + 1}" : input.Name, input.TypeId, input.TypeName, null, null, null));
        return new(
            procedure, isFunction, new([.. columns]), [.. inputs.Select(input => input.TypeId)],
            [.. arguments.Select(argument => argument.Mode is "o" ? null : argument.TypeName)]);
    }

    private readonly record struct Argument(uint ProcedureId, bool IsFunction, string Name, string Mode, uint TypeId, string TypeName)
    {
        public static Argument Read(NpgsqlDataReader row) => new(
            row.GetFieldValue<uint>(0), row.GetBoolean(1), row.GetString(2), row.GetString(3), row.GetFieldValue<uint>(4), row.GetString(5));
    }
}
