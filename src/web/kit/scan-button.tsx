import { Button, Modal } from '@mantine/core';
import { IconScan } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './scan-button.module.css';

export interface ScanWords {
  scan: string;
  scanning: string;
  /** The camera may not be used. */
  denied: string;
}

/** Reads a QR with the camera; hand scanners type into the field like a keyboard and need none of this. */
export function ScanButton({ words, onCode }: { words: ScanWords; onCode: (code: string) => void }): ReactNode {
  const { t } = useTranslation('kit');
  const [open, setOpen] = useState(false);
  if (!('mediaDevices' in navigator)) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconScan size={18} stroke={1.7} />} onClick={() => setOpen(true)}>
        {words.scan}
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={words.scanning}
        centered
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <Camera
          words={words}
          onCode={(code) => {
            setOpen(false);
            onCode(code);
          }}
        />
      </Modal>
    </>
  );
}

function Camera({ words, onCode }: { words: ScanWords; onCode: (code: string) => void }): ReactNode {
  const video = useRef<HTMLVideoElement>(null);
  const [denied, setDenied] = useState(false);
  const found = useEffectEvent(onCode);
  useEffect(() => {
    const over = new AbortController();
    watch(video.current, over.signal, (code) => found(code)).catch(() => setDenied(true));
    return () => over.abort();
  }, []);
  if (denied) return <p role="alert">{words.denied}</p>;
  return <video ref={video} className={classes.camera} muted playsInline aria-label={words.scanning} />;
}

/** Milliseconds between two looks: fast enough for a hand, slow enough for a phone's battery. */
const LOOK_EVERY = 150;

async function watch(video: HTMLVideoElement | null, signal: AbortSignal, onCode: (code: string) => void) {
  if (!video) return;
  const [stream, { default: decodeQR }] = await Promise.all([
    navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }),
    import('qr/decode.js'),
  ]);
  const stop = () => stream.getTracks().forEach((track) => track.stop());
  if (signal.aborted) return stop();
  video.srcObject = stream;
  await video.play();
  const canvas = document.createElement('canvas');
  const timer = setInterval(() => {
    const code = codeIn(video, canvas, decodeQR);
    if (code !== undefined) onCode(code);
  }, LOOK_EVERY);
  signal.addEventListener('abort', () => {
    clearInterval(timer);
    stop();
  });
}

type Decode = (image: { width: number; height: number; data: Uint8ClampedArray }) => string;

function codeIn(video: HTMLVideoElement, canvas: HTMLCanvasElement, decode: Decode): string | undefined {
  const { videoWidth: width, videoHeight: height } = video;
  const drawing = canvas.getContext('2d', { willReadFrequently: true });
  if (width === 0 || !drawing) return undefined;
  Object.assign(canvas, { width, height });
  drawing.drawImage(video, 0, 0, width, height);
  try {
    return decode(drawing.getImageData(0, 0, width, height));
  } catch {
    // No code in this picture; the next one comes in a moment.
    return undefined;
  }
}
