using Levada.Transfer.Rows;
using Levada.TransferEngine.Import;

namespace Levada.TransferEngine.Tests.Import;

public sealed class ReadAheadTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(1 << 20)]
    public void Rows_come_in_the_order_of_adding_whether_they_waited_in_memory_or_in_a_file(long memoryBytes)
    {
        using var ahead = new ReadAhead(Rows.Schema, new MemoryBudget(memoryBytes), () => new MemoryStream());
        for (var id = 0; id < 20; id++)
            ahead.Add(Rows.Of((id, $"v{id}"), (-id, null)));
        ahead.Complete(null);
        Assert.Equal(Enumerable.Range(0, 20).SelectMany(id => new[] { ((long)id, (string?)$"v{id}"), (-id, null) }), Drain(ahead));
    }

    [Fact]
    public void A_reader_learns_that_reading_ahead_failed()
    {
        using var ahead = new ReadAhead(Rows.Schema, new MemoryBudget(0), () => new MemoryStream());
        ahead.Complete(new InvalidDataException("gone"));
        Assert.Throws<OperationCanceledException>(() => ahead.Read(new RowBatch(Rows.Schema), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Memory_goes_back_when_the_rows_are_read_or_dropped()
    {
        var budget = new MemoryBudget(100);
        using (var ahead = new ReadAhead(Rows.Schema, budget, () => new MemoryStream()))
        {
            ahead.Add(Rows.Of((1, "one")));
            ahead.Add(Rows.Of((2, "two")));
            Assert.True(ahead.Read(new RowBatch(Rows.Schema), TestContext.Current.CancellationToken));
        }

        Assert.True(budget.TryTake(100));
    }

    private static List<(long Id, string? Value)> Drain(ReadAhead ahead)
    {
        var rows = new List<(long, string?)>();
        var batch = new RowBatch(Rows.Schema);
        while (ahead.Read(batch, TestContext.Current.CancellationToken))
            rows.AddRange(Rows.In(batch));
        return rows;
    }
}
