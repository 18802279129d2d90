using System.Runtime.CompilerServices;
using MySqlConnector;

namespace Levada.Databases.MySql.Reading;

/// <summary>The bytes of a reader's current row, as the server sent them.</summary>
/// <remarks>
/// The driver's public getters make an object of every value, which costs three times what the rest of reading does, round FLOAT and
/// DECIMAL on the way, and refuse dates such as 2020-00-00. So this reaches for the one private field that holds the row. The central
/// package version pins the driver, and the tests of the reader fail with any version where the field is another one.
/// </remarks>
internal static class RawRow
{
    private const string ResultSet = "MySqlConnector.Core.ResultSet, MySqlConnector";
    private const string Row = "MySqlConnector.Core.Row, MySqlConnector";

    /// <summary>Valid until the reader's next move. Text protocol: the cells; binary protocol: header byte, NULL bitmap, cells.</summary>
    public static ReadOnlySpan<byte> Of(MySqlDataReader reader) => Data(CurrentRow(CurrentResult(reader))).Span;

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "GetResultSet")]
    [return: UnsafeAccessorType(ResultSet)]
    private static extern object CurrentResult(MySqlDataReader reader);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "GetCurrentRow")]
    [return: UnsafeAccessorType(Row)]
    private static extern object CurrentRow([UnsafeAccessorType(ResultSet)] object result);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "m_data")]
    private static extern ref ReadOnlyMemory<byte> Data([UnsafeAccessorType(Row)] object row);
}
