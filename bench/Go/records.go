// Small records by franz-go: a second client beside librdkafka, where the client is what limits.
//
//	go run records.go produce|consume host:port topic count bytes
package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

func main() {
	if len(os.Args) != 6 {
		fail(fmt.Errorf("usage: records produce|consume host:port topic count bytes"))
	}
	count, err := strconv.Atoi(os.Args[4])
	fail(err)
	size, err := strconv.Atoi(os.Args[5])
	fail(err)

	seed, topic := kgo.SeedBrokers(os.Args[2]), os.Args[3]
	switch os.Args[1] {
	case "produce":
		produce(seed, topic, count, size)
	case "consume":
		consume(seed, topic, count)
	default:
		fail(fmt.Errorf("%s is neither produce nor consume", os.Args[1]))
	}
}

// Idempotent and acks=all, as is the client's default.
func produce(seed kgo.Opt, topic string, count, size int) {
	client, err := kgo.NewClient(seed, kgo.DefaultProduceTopic(topic), kgo.AllowAutoTopicCreation(),
		kgo.ProducerLinger(5*time.Millisecond), kgo.ProducerBatchCompression(kgo.NoCompression()), kgo.MaxBufferedRecords(200_000))
	fail(err)
	defer client.Close()

	value := make([]byte, size)
	for i := range value {
		value[i] = byte(i*7 + 3)
	}
	records := sync.Pool{New: func() any { return new(kgo.Record) }}
	var failedCount atomic.Int64
	var open sync.WaitGroup
	open.Add(count)
	begin := time.Now()
	for i := 0; i < count; i++ {
		record := records.Get().(*kgo.Record)
		*record = kgo.Record{Value: value}
		client.Produce(context.Background(), record, func(record *kgo.Record, err error) {
			if err != nil {
				failedCount.Add(1)
			}
			records.Put(record)
			open.Done()
		})
	}
	open.Wait()
	report("produced", count, failedCount.Load(), begin)
}

func consume(seed kgo.Opt, topic string, count int) {
	client, err := kgo.NewClient(seed, kgo.ConsumeTopics(topic), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	fail(err)
	defer client.Close()

	begin := time.Now()
	for got := 0; got < count; {
		fetched := client.PollFetches(context.Background())
		fail(fetched.Err())
		got += fetched.NumRecords()
	}
	report("consumed", count, 0, begin)
}

func report(done string, count int, failedCount int64, begin time.Time) {
	seconds := time.Since(begin).Seconds()
	fmt.Printf("%s %d, failed %d, %.2f M records/s\n", done, count, failedCount, float64(count)/seconds/1e6)
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "records:", err)
		os.Exit(1)
	}
}
