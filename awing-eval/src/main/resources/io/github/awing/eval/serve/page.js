// Sends a picture to the page's server, and draws the landmarks of the answer.

// Okabe and Ito's colours, lightened for contrast with skin and black.
const COLOURS = ['#e69f00', '#56b4e9', '#cc79a7', '#00d69a', '#ff6a3d', '#f0e442', '#b3b3ff'];
const BOX = '#ffffff';
const SENT_UNCHANGED = ['image/jpeg', 'image/png', 'image/gif', 'image/bmp'];
const CONFIDENT = 0.5;
const MOST_ZOOM = 40;

const at = id => document.getElementById(id);
const canvas = at('canvas');
const hidden = new Set();

let network;
let limits;
let parts = [];
let shown; // {bitmap, faces, name, json}
let view = {zoom: 1, x: 0, y: 0}; // x and y: point of the picture in the middle of the canvas
let requests = 0;

/* Messages */

function showMessage(text, wrong = false) {
  at('status').textContent = text;
  at('status').classList.toggle('wrong', wrong);
}

const many = (count, one, more) => `${count} ${count === 1 ? one : more}`;

async function describeNetwork() {
  at('address').textContent = location.href.replace(/[?#].*/, '');
  try {
    ({network, limits} = await (await fetch('network')).json());
  } catch {
    showMessage('The server does not answer. Restart it and reload this page.', true);
    return;
  }
  const facts = [`${network.name}: ${network.landmarks} landmarks, ${network.scheme}, on ${network.engine}`];
  if (network.licence) {
    facts.push(network.licence);
  }
  at('network').textContent = facts.join('. ');
  at('limits').textContent =
      `At most ${limits.megabytes} MB and ${limits.megapixels} million pixels per picture, ${limits.seconds} s per answer.`;
  parts = Object.entries(network.parts).map(([name, indices], i) =>
    ({name, indices, colour: COLOURS[i % COLOURS.length]}));
  addToggles([...parts, {name: 'boxes', colour: BOX}]);
}

function addToggles(kinds) {
  for (const {name, colour} of kinds) {
    const label = document.createElement('label');
    const input = document.createElement('input');
    input.type = 'checkbox';
    input.checked = true;
    input.addEventListener('change', () => {
      input.checked ? hidden.delete(name) : hidden.add(name);
      draw();
    });
    label.append(input, swatch(colour), name);
    at('shown').append(label);
  }
}

function swatch(colour) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const dot = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
  svg.setAttribute('viewBox', '0 0 14 14');
  svg.setAttribute('aria-hidden', 'true');
  for (const [name, value] of Object.entries({cx: 7, cy: 7, r: 6, fill: colour, stroke: '#444'})) {
    dot.setAttribute(name, value);
  }
  svg.append(dot);
  return svg;
}

/* Faces of a picture */

async function take(file) {
  const turn = ++requests;
  const name = file.name || 'picture';
  showMessage(`Looking for faces in ${name} …`);
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    showMessage(`${name} cannot be read: it is damaged, or no picture that this browser supports.`, true);
    return;
  }
  try {
    const body = SENT_UNCHANGED.includes(file.type) ? file : await asPng(bitmap);
    if (body.size > limits.megabytes * 1e6) {
      throw new Error(`it has ${(body.size / 1e6).toFixed(1)} MB; at most ${limits.megabytes} MB are accepted`);
    }
    const response = await fetch(`align?image=${encodeURIComponent(name.slice(-200))}`,
      {method: 'POST', headers: {'Content-Type': body.type}, body});
    const json = await response.text();
    if (turn !== requests) {
      return;
    }
    if (!response.ok) {
      throw new Error(JSON.parse(json).error);
    }
    show({bitmap, faces: JSON.parse(json), name, json});
  } catch (e) {
    if (turn === requests) {
      showMessage(`${name}: ${e instanceof TypeError ? 'the server does not answer' : e.message}.`, true);
    }
  }
}

/** Converts formats that the browser reads and the server refuses. */
function asPng(bitmap) {
  const copy = new OffscreenCanvas(bitmap.width, bitmap.height);
  copy.getContext('2d').drawImage(bitmap, 0, 0);
  return copy.convertToBlob({type: 'image/png'});
}

function show(answer) {
  shown = answer;
  at('result').hidden = false;
  canvas.style.aspectRatio = `${answer.bitmap.width} / ${answer.bitmap.height}`;
  at('face').disabled = answer.faces.length === 0;
  const found = `${many(answer.faces.length, 'face', 'faces')} found in ${answer.name}`;
  showMessage(answer.faces.length === 0 ? `No face found in ${answer.name}.` : `${found}.`);
  canvas.setAttribute('aria-label',
    `${found}, ${answer.bitmap.width} by ${answer.bitmap.height} pixels, with boxes and landmarks`);
  fillTable(answer.faces);
  fit();
}

function fillTable(faces) {
  const head = row('th', ['face', 'all', ...parts.map(part => part.name)]);
  [...head.cells].forEach(cell => { cell.scope = 'col'; });
  at('faces').tHead.replaceChildren(head);
  at('faces').tBodies[0].replaceChildren(...faces.map((face, i) => {
    const all = face.points.map(point => point[2]);
    return row('td', [i + 1, mean(all), ...parts.map(part => mean(part.indices.map(j => all[j])))]);
  }));
}

function row(kind, texts) {
  const tr = document.createElement('tr');
  texts.forEach((text, i) => {
    const cell = document.createElement(i === 0 ? 'th' : kind);
    if (i === 0 && kind === 'td') {
      cell.scope = 'row';
    }
    cell.textContent = text;
    tr.append(cell);
  });
  return tr;
}

function mean(numbers) {
  const known = numbers.filter(number => number !== null);
  return known.length === 0 ? '–' : (known.reduce((a, b) => a + b, 0) / known.length).toFixed(2);
}

/* Drawing */

/** Draws boxes and landmarks; width is the line width in the context's units. */
function drawFaces(context, width) {
  context.lineJoin = context.lineCap = 'round';
  for (const {box, points} of shown.faces) {
    if (!hidden.has('boxes')) {
      outlined(context, BOX, width, () => {
        context.rect(box[0] + .5, box[1] + .5, box[2] - box[0], box[3] - box[1]);
      });
    }
    const seen = parts.filter(part => !hidden.has(part.name));
    for (const part of seen) {
      for (const curve of network.curves.filter(its => its.every(i => part.indices.includes(i)))) {
        line(context, part.colour, width, curve.map(i => points[i]).filter(isThere));
      }
    }
    const radius = dotRadius(box, width);
    for (const part of seen) {
      part.indices.map(i => points[i]).filter(isThere)
        .forEach(point => dot(context, part.colour, radius, point));
    }
  }
}

const isThere = point => point[0] !== null && point[1] !== null;

const dotRadius = (box, width) =>
  Math.max(1.1 * width, Math.min(3 * width, (box[2] - box[0]) / 80));

function line(context, colour, width, points) {
  context.globalAlpha = .75;
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  // A pixel's centre has whole coordinates on the server, and halves on a canvas.
  points.forEach(([x, y]) => context.lineTo(x + .5, y + .5));
  context.stroke();
  context.globalAlpha = 1;
}

function dot(context, colour, radius, [x, y, confidence]) {
  context.beginPath();
  context.arc(x + .5, y + .5, radius, 0, 2 * Math.PI);
  context.lineWidth = radius * .5;
  if (confidence !== null && confidence >= CONFIDENT) {
    context.strokeStyle = 'rgb(0 0 0 / .6)';
    context.stroke();
    context.fillStyle = colour;
    context.fill();
  } else {
    context.strokeStyle = colour;
    context.stroke();
  }
}

function outlined(context, colour, width, path) {
  context.beginPath();
  path();
  for (const [style, lineWidth] of [['rgb(0 0 0 / .5)', 2.4 * width], [colour, width]]) {
    context.strokeStyle = style;
    context.lineWidth = lineWidth;
    context.stroke();
  }
}

/** CSS pixels per pixel of the picture. */
function scale() {
  const {bitmap} = shown;
  return view.zoom * Math.min(canvas.clientWidth / bitmap.width, canvas.clientHeight / bitmap.height);
}

function draw() {
  if (!shown) {
    return;
  }
  const density = window.devicePixelRatio || 1;
  canvas.width = Math.round(canvas.clientWidth * density);
  canvas.height = Math.round(canvas.clientHeight * density);
  keepInside();
  const s = scale();
  const context = canvas.getContext('2d');
  context.setTransform(s * density, 0, 0, s * density,
    canvas.width / 2 - view.x * s * density, canvas.height / 2 - view.y * s * density);
  context.imageSmoothingEnabled = s < 4;
  context.imageSmoothingQuality = 'high';
  context.drawImage(shown.bitmap, 0, 0);
  drawFaces(context, 1.4 / s);
  at('zoom').value = `${Math.round(100 * s)} %`;
  canvas.classList.toggle('zoomed', view.zoom > 1);
}

function keepInside() {
  const {bitmap} = shown;
  const s = scale();
  const clamp = (value, size, room) =>
    size * s <= room ? size / 2 : Math.min(size - room / 2 / s, Math.max(room / 2 / s, value));
  view.x = clamp(view.x, bitmap.width, canvas.clientWidth);
  view.y = clamp(view.y, bitmap.height, canvas.clientHeight);
}

function fit() {
  view = {zoom: 1, x: shown.bitmap.width / 2, y: shown.bitmap.height / 2};
  draw();
}

/** Zooms around a point of the canvas, by default its middle. */
function zoomBy(factor, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) {
  if (!shown) {
    return;
  }
  const before = scale();
  view.zoom = Math.min(MOST_ZOOM, Math.max(1, view.zoom * factor));
  const change = 1 / before - 1 / scale();
  view.x += (x - canvas.clientWidth / 2) * change;
  view.y += (y - canvas.clientHeight / 2) * change;
  draw();
}

function move(x, y) {
  view.x -= x / scale();
  view.y -= y / scale();
  draw();
}

let nextFace = 0;
function toFace() {
  const {box} = shown.faces[nextFace++ % shown.faces.length];
  view = {zoom: 1, x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2};
  const wanted = .8 * Math.min(canvas.clientWidth / (box[2] - box[0]), canvas.clientHeight / (box[3] - box[1]));
  view.zoom = Math.min(MOST_ZOOM, Math.max(1, wanted / scale()));
  draw();
}

/* Copying and saving */

async function copy() {
  try {
    await navigator.clipboard.writeText(shown.json);
    showMessage('JSON copied.');
  } catch {
    showMessage('This browser does not allow copying. Use the curl command below to get the JSON.', true);
  }
}

async function save() {
  const {bitmap, name} = shown;
  const picture = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = picture.getContext('2d');
  context.drawImage(bitmap, 0, 0);
  drawFaces(context, Math.max(1, Math.hypot(bitmap.width, bitmap.height) / 700));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await picture.convertToBlob({type: 'image/png'}));
  link.download = `${name.replace(/\.[^.]*$/, '')}.overlay.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  showMessage(`${link.download} saved.`);
}

/* Camera */

let stream;
async function openCamera() {
  // Browsers allow the camera only on pages of this machine or over https; phones offer their own dialog.
  if (!navigator.mediaDevices) {
    at('snap').click();
    return;
  }
  try {
    stream = await navigator.mediaDevices.getUserMedia({video: {facingMode: 'user'}});
  } catch {
    showMessage('The camera is not available: there is none, or the browser blocks it for this page.', true);
    return;
  }
  at('video').srcObject = stream;
  at('viewfinder').showModal();
}

async function takeFromCamera() {
  const video = at('video');
  if (!video.videoWidth) {
    return;
  }
  const picture = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  picture.getContext('2d').drawImage(video, 0, 0);
  const blob = await picture.convertToBlob({type: 'image/png'});
  at('viewfinder').close();
  take(new File([blob], 'camera.png', {type: blob.type}));
}

/* Input */

for (const id of ['file', 'snap']) {
  at(id).addEventListener('change', event => {
    const [file] = event.target.files;
    event.target.value = '';
    if (file) {
      take(file);
    }
  });
}

for (const kind of ['dragover', 'dragleave', 'drop']) {
  document.addEventListener(kind, event => {
    event.preventDefault();
    at('drop').classList.toggle('over', kind === 'dragover');
    const [file] = kind === 'drop' ? event.dataTransfer.files : [];
    if (file) {
      take(file);
    }
  });
}

document.addEventListener('paste', event => {
  const file = [...event.clipboardData.files].find(its => its.type.startsWith('image/'));
  file ? take(file) : showMessage('The clipboard holds no picture.', true);
});

const pointers = new Map();
canvas.addEventListener('pointerdown', event => {
  canvas.setPointerCapture(event.pointerId);
  pointers.set(event.pointerId, event);
});
canvas.addEventListener('pointermove', event => {
  const before = pointers.get(event.pointerId);
  if (!before || !shown) {
    return;
  }
  const other = [...pointers.values()].find(its => its.pointerId !== event.pointerId);
  if (other) {
    const distance = its => Math.hypot(its.clientX - other.clientX, its.clientY - other.clientY);
    const {left, top} = canvas.getBoundingClientRect();
    zoomBy(distance(event) / Math.max(1, distance(before)),
      (event.clientX + other.clientX) / 2 - left, (event.clientY + other.clientY) / 2 - top);
  } else if (view.zoom > 1) {
    move(event.clientX - before.clientX, event.clientY - before.clientY);
  }
  pointers.set(event.pointerId, event);
});
for (const kind of ['pointerup', 'pointercancel']) {
  canvas.addEventListener(kind, event => pointers.delete(event.pointerId));
}
canvas.addEventListener('wheel', event => {
  event.preventDefault();
  zoomBy(Math.exp(-event.deltaY / 400), event.offsetX, event.offsetY);
}, {passive: false});

const STEP = 40;
const KEYS = {
  '+': () => zoomBy(1.25),
  '=': () => zoomBy(1.25),
  '-': () => zoomBy(.8),
  '0': fit,
  ArrowLeft: () => move(STEP, 0),
  ArrowRight: () => move(-STEP, 0),
  ArrowUp: () => move(0, STEP),
  ArrowDown: () => move(0, -STEP),
};
canvas.addEventListener('keydown', event => {
  const action = event.ctrlKey || event.metaKey || event.altKey ? null : KEYS[event.key];
  if (action && shown) {
    event.preventDefault();
    action();
  }
});

at('larger').addEventListener('click', () => zoomBy(1.25));
at('smaller').addEventListener('click', () => zoomBy(.8));
at('fit').addEventListener('click', fit);
at('face').addEventListener('click', toFace);
at('copy').addEventListener('click', copy);
at('save').addEventListener('click', save);
at('camera').addEventListener('click', openCamera);
at('take').addEventListener('click', takeFromCamera);
at('leave').addEventListener('click', () => at('viewfinder').close());
at('viewfinder').addEventListener('close', () => stream.getTracks().forEach(track => track.stop()));
new ResizeObserver(draw).observe(canvas);

describeNetwork();
