using System.Text;
using CsCheck;
using Levada.Protocol;

namespace Levada.Quorum.Tests;

public sealed class QuorumStateFileTests
{
    private static readonly QuorumState State = new(-1, new LeaderEpoch(7), 1, World.DirectoryId);

    [Fact]
    public void The_dynamic_form_is_version_1() =>
        Assert.Equal(
            """{"leaderId":-1,"leaderEpoch":7,"votedId":1,"votedDirectoryId":"AAAAAAAAABEAAAAAAAAAKg","data_version":1}""",
            Encoding.UTF8.GetString(QuorumStateFile.Format(State, 1)));

    [Fact]
    public void The_static_form_is_version_0() =>
        Assert.Equal(
            """{"clusterId":"","leaderId":-1,"leaderEpoch":7,"votedId":1,"appliedOffset":0,"currentVoters":[{"voterId":1}],"data_version":0}""",
            Encoding.UTF8.GetString(QuorumStateFile.Format(State, 0)));

    [Fact]
    public void Both_forms_are_read()
    {
        Assert.True(QuorumStateFile.TryParse(QuorumStateFile.Format(State, 1), out var dynamicState));
        Assert.Equal(State, dynamicState);
        Assert.True(QuorumStateFile.TryParse(QuorumStateFile.Format(State, 0), out var staticState));
        Assert.Equal(State with { VotedDirectoryId = Uuid.Zero }, staticState);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"leaderEpoch":1}""")]
    [InlineData("""{"leaderEpoch":-1,"data_version":1}""")]
    [InlineData("""{"leaderEpoch":"1","data_version":1}""")]
    [InlineData("""{"leaderEpoch":1,"data_version":2}""")]
    [InlineData("""{"leaderEpoch":1,"votedDirectoryId":"?","data_version":1}""")]
    public void What_is_no_state_is_refused(string text) =>
        Assert.False(QuorumStateFile.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Arbitrary_bytes_never_throw() =>
        Gen.Byte.Array.Sample(bytes => Assert.False(QuorumStateFile.TryParse(bytes, out var state) && state == State));

    [Fact]
    public void A_directory_without_the_file_has_seen_no_epoch()
    {
        Assert.True(new QuorumStateFile(World.CreateDisk(), World.Directory).TryRead(out var state));
        Assert.Equal(QuorumState.Unknown, state);
    }

    [Fact]
    public void Power_loss_leaves_the_old_state_or_the_new_one_and_after_the_call_the_new_one()
    {
        for (ulong seed = 0; seed < 200; seed++)
        {
            var disk = World.CreateDisk(seed);
            var file = new QuorumStateFile(disk, World.Directory);
            file.Write(State, 1);
            file.Write(State with { LeaderEpoch = new LeaderEpoch(8) }, 1);
            Assert.True(new QuorumStateFile(disk.PowerLoss(), World.Directory).TryRead(out var state));
            Assert.Equal(8, state.LeaderEpoch.Value);
        }
    }
}
