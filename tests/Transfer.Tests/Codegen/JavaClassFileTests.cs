using CsCheck;
using Levada.Transfer.Codegen;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Tests.Codegen;

public sealed class JavaClassFileTests
{
    // Compiled by javac 17 (--release 8) from a class shop.orders shaped like one that Sqoop generates: beside the columns a final number,
    // a map, a parser, two static sets of delimiters; a field of long and one of double, whose constants take two places in the pool.
    private static readonly byte[] Orders = Convert.FromBase64String(
        "yv66vgAAADQARgoAAgADBwAEDAAFAAYBABBqYXZhL2xhbmcvT2JqZWN0AQAGPGluaXQ+AQADKClWCQAIAAkHAAoMAAsADAEAC3Nob3Avb3JkZX"
        + "JzAQAQUFJPVE9DT0xfVkVSU0lPTgEAAUkHAA4BABFqYXZhL3V0aWwvSGFzaE1hcAoADQADCQAIABEMABIAEwEAB3NldHRlcnMBAA9MamF2YS91"
        + "dGlsL01hcDsFAAAAAAAAAAUJAAgAFwwAGAAZAQAFY291bnQBAAFKBkAEAAAAAAAACQAIAB0MAB4AHwEAAWQBAAFECQAIACEMACIAIwEAAmlkAQ"
        + "ATTGphdmEvbGFuZy9JbnRlZ2VyOwcAJQEAIW9yZy9hcGFjaGUvc3Fvb3AvbGliL0RlbGltaXRlclNldAoAJAAnDAAFACgBAAgoQ0NDQ1opVgkA"
        + "CAAqDAArACwBABJfX291dHB1dERlbGltaXRlcnMBACNMb3JnL2FwYWNoZS9zcW9vcC9saWIvRGVsaW1pdGVyU2V0OwMAAJxACQAIAC8MADAALA"
        + "EAEV9faW5wdXREZWxpbWl0ZXJzAQANQ29uc3RhbnRWYWx1ZQMAAAADAQAQX19jdXJfcmVzdWx0X3NldAEAEkxqYXZhL2xhbmcvT2JqZWN0OwEA"
        + "CVNpZ25hdHVyZQEANUxqYXZhL3V0aWwvTWFwPExqYXZhL2xhbmcvU3RyaW5nO0xqYXZhL2xhbmcvT2JqZWN0Oz47AQAHX190b3RhbAEAEExqYX"
        + "ZhL2xhbmcvTG9uZzsBAAdncsO2w59lAQASTGphdmEvbGFuZy9TdHJpbmc7AQAFcHJpY2UBABZMamF2YS9tYXRoL0JpZ0RlY2ltYWw7AQACYXQB"
        + "ABRMamF2YS9zcWwvVGltZXN0YW1wOwEAA2RvYwEAHkxvcmcvYXBhY2hlL3Nxb29wL2xpYi9CbG9iUmVmOwEACF9fcGFyc2VyAQAEQ29kZQEABm"
        + "dldF9pZAEAFSgpTGphdmEvbGFuZy9JbnRlZ2VyOwEACDxjbGluaXQ+ACEACAACAAAADgASAAsADAABADEAAAACADIABAAzADQAAAACABIAEwAB"
        + "ADUAAAACADYAAgAiACMAAAACADcAOAAAAAIAOQA6AAAAAgA7ADwAAAACAD0APgAAAAIAPwBAAAAAGgArACwAAAAaADAALAAAAAIAQQA0AAAAAg"
        + "AYABkAAAACAB4AHwAAAAMAAQAFAAYAAQBCAAAALwADAAEAAAAjKrcAASoGtQAHKrsADVm3AA+1ABAqFAAUtQAWKhQAGrUAHLEAAAAAAAEAQwBE"
        + "AAEAQgAAABEAAQABAAAABSq0ACCwAAAAAAAIAEUABgABAEIAAAAxAAcAAAAAACW7ACRZEAkQChAiEFwEtwAmswApuwAkWQQQCgMSLQO3ACazAC"
        + "6xAAAAAAAA");

    [Fact]
    public void Columns_are_the_private_fields_that_hold_values()
    {
        var file = JavaClassFile.Read(Orders);
        Assert.Equal("shop.orders", file.RecordName);
        Assert.Equal(
        [
            ("id", JavaType.Integer, ColumnKind.Int32), ("__total", JavaType.Long, ColumnKind.Int64), ("größe", JavaType.String, ColumnKind.Text),
            ("price", JavaType.BigDecimal, ColumnKind.Decimal), ("at", JavaType.Timestamp, ColumnKind.Timestamp), ("doc", JavaType.BlobRef, ColumnKind.Bytes),
        ],
            file.Schema.Columns.Select(column => (column.Name, column.JavaType, column.Kind)));
    }

    [Fact]
    public void Delimiters_are_those_that_the_class_sets_at_its_start()
    {
        var text = JavaClassFile.Read(Orders).Text;
        Assert.Equal(new DelimiterSet('\t', '\n', '"', '\\', true), text.Output);
        Assert.Equal(new DelimiterSet('\u0001', '\n', '\0', '\u9c40', false), text.Input);
    }

    [Fact]
    public void A_class_file_that_is_cut_is_refused()
    {
        for (var length = 0; length < Orders.Length - 2; length++)
            AssertReadOrRefused(Orders.AsSpan(0, length));
        Assert.Throws<TransferException>(() => JavaClassFile.Read(Orders.AsSpan(0, Orders.Length / 2)));
        Assert.Throws<TransferException>(() => JavaClassFile.Read("PK"u8));
    }

    [Fact]
    public void Changed_bytes_are_read_or_refused() =>
        Gen.Select(Gen.Int[4, Orders.Length - 1], Gen.Byte, Gen.Int[4, Orders.Length - 1], Gen.Byte).Sample((first, one, second, other) =>
        {
            var bytes = (byte[])Orders.Clone();
            (bytes[first], bytes[second]) = (one, other);
            AssertReadOrRefused(bytes);
        });

    [Fact]
    public void Any_bytes_are_read_or_refused() =>
        Gen.Byte.Array[0, 300].Sample(bytes => AssertReadOrRefused([0xCA, 0xFE, 0xBA, 0xBE, .. bytes]));

    private static void AssertReadOrRefused(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Assert.NotEmpty(JavaClassFile.Read(bytes).Schema.Columns);
        }
        catch (TransferException e)
        {
            Assert.NotEmpty(e.Message);
        }
    }
}
