using Levada.Protocol;

namespace Levada.Coordination.Tests.Transactions;

/// <summary>What InitProducerId answers in every state to every claim; the second of two incarnations holds the id. Source: KIP-360, KIP-890.</summary>
public sealed class InitProducerIdTests
{
    private const int Unclaimed = -1;
    private const int Foreign = -2;

    /// <summary>Version, state, the claimed epoch, the error, the epoch that is given out.</summary>
    public static TheoryData<short, string, int, ErrorCode, int> Answers
    {
        get
        {
            var answers = new TheoryData<short, string, int, ErrorCode, int>();
            foreach (var version in (short[])[0, 1, 2])
            {
                AddUndecided(answers, version);
                AddBusy(answers, version);
            }

            AddEnded(answers);
            return answers;
        }
    }

    [Theory, MemberData(nameof(Answers))]
    public void Every_claim_has_Kafkas_answer(short version, string state, int claim, ErrorCode error, int epoch)
    {
        var (world, producerId) = TransactionWorld.In(version, state);
        var before = TransactionWorld.Describe(world.Coordinator);
        var response = world.Init(TransactionWorld.OnlyId, claim switch { Unclaimed => -1, Foreign => producerId + 1, _ => producerId }, claim switch { Foreign => 1, _ => (short)claim });
        Assert.Equal((error, epoch), (response.ErrorCode, response.ProducerEpoch));
        Assert.Equal(error == ErrorCode.None ? producerId : -1, response.ProducerId);
        if (error == ErrorCode.ProducerFenced) Assert.Equal(before, TransactionWorld.Describe(world.Coordinator));
        if (state == "Ongoing" && error == ErrorCode.ConcurrentTransactions)
            Assert.Contains("PrepareAbort", TransactionWorld.Describe(world.Coordinator), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Whoever_ends_a_transaction_by_an_old_claim_gets_nothing_from_it(short version)
    {
        var (world, producerId) = TransactionWorld.In(version, "Ongoing");
        Assert.Equal(ErrorCode.ConcurrentTransactions, world.Init(TransactionWorld.OnlyId, producerId, 0).ErrorCode);
        world.Deliver(0);
        Assert.Equal(ErrorCode.ProducerFenced, world.Init(TransactionWorld.OnlyId, producerId, 0).ErrorCode);
        // Version 2 ends a transaction as its producer would have done, who is still the owner then; before it, nobody is.
        var owner = world.Init(TransactionWorld.OnlyId, producerId, 1);
        Assert.Equal(version < 2 ? (ErrorCode.ProducerFenced, -1) : (ErrorCode.None, 2), (owner.ErrorCode, owner.ProducerEpoch));
        Assert.Equal((ErrorCode.None, 3), (world.Init(TransactionWorld.OnlyId) is var next ? next.ErrorCode : default, next.ProducerEpoch));
    }

    private static void AddUndecided(TheoryData<short, string, int, ErrorCode, int> answers, short version)
    {
        answers.Add(version, "Empty", Unclaimed, ErrorCode.None, 2);
        answers.Add(version, "Empty", 1, ErrorCode.None, 2);
        answers.Add(version, "Empty", 0, ErrorCode.ProducerFenced, -1);
        answers.Add(version, "Empty", 2, ErrorCode.ProducerFenced, -1);
        answers.Add(version, "Empty", Foreign, ErrorCode.ProducerFenced, -1);
    }

    private static void AddBusy(TheoryData<short, string, int, ErrorCode, int> answers, short version)
    {
        foreach (var state in (string[])["Ongoing", "PrepareCommit", "PrepareAbort"])
        {
            // Epochs are not compared before the transaction has ended: the client comes again, and learns then.
            foreach (var claim in (int[])[Unclaimed, 0, 1, 2]) answers.Add(version, state, claim, ErrorCode.ConcurrentTransactions, -1);
            answers.Add(version, state, Foreign, ErrorCode.ProducerFenced, -1);
        }
    }

    private static void AddEnded(TheoryData<short, string, int, ErrorCode, int> answers)
    {
        foreach (var state in (string[])["CompleteCommit", "CompleteAbort"])
        {
            foreach (var version in (short[])[0, 1])
            {
                answers.Add(version, state, Unclaimed, ErrorCode.None, 2);
                answers.Add(version, state, 1, ErrorCode.None, 2);
                answers.Add(version, state, 2, ErrorCode.ProducerFenced, -1);
                answers.Add(version, state, 0, ErrorCode.ProducerFenced, -1);
            }

            // The end has moved the producer to epoch 2; with 1 it says that it has not heard of that.
            answers.Add(2, state, Unclaimed, ErrorCode.None, 3);
            answers.Add(2, state, 2, ErrorCode.None, 3);
            answers.Add(2, state, 1, ErrorCode.None, 2);
            answers.Add(2, state, 0, ErrorCode.ProducerFenced, -1);
            foreach (var version in (short[])[0, 1, 2]) answers.Add(version, state, Foreign, ErrorCode.ProducerFenced, -1);
        }
    }
}
